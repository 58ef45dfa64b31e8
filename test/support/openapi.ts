/** The API's own document, for tests that hold for every route, also for those that come later. */
import { Client } from './api.ts';

// biome-ignore lint/suspicious/noExplicitAny: a JSON schema is as deep as it is
export type Schema = any; // oxlint-disable-line typescript/no-explicit-any

export interface Route {
  method: string;
  path: string;
  /** Names of the parameters in the address. */
  params: string[];
  query: { name: string; schema: Schema }[];
  headers: string[];
  /** Null: the route takes none. */
  body: Schema;
}

export async function routesOf(url: string): Promise<Route[]> {
  const { body } = await new Client(url).get('/openapi.json');
  return Object.entries(body.paths as Record<string, Record<string, Schema>>)
    .filter(([path]) => path.startsWith('/v1/'))
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, op]) => {
        const all = (op.parameters ?? []) as { in: string; name: string; schema: Schema }[];
        return {
          method: method.toUpperCase(),
          path,
          params: all.filter((p) => p.in === 'path').map((p) => p.name),
          query: all.filter((p) => p.in === 'query').map(({ name, schema }) => ({ name, schema })),
          headers: all.filter((p) => p.in === 'header').map((p) => p.name),
          body: op.requestBody?.content?.['application/json']?.schema ?? null,
        };
      }),
    );
}

export const nameOf = (r: Route): string => `${r.method} ${r.path}`;
/** The address with something in place of each parameter. */
export const fill = (r: Route, value: string): string => r.path.replace(/\{[^}]+\}/g, value);

const UUID = '00000000-0000-4000-8000-000000000000';

/** The plainest value that a schema admits; undefined where it cannot be guessed. */
export function sample(s: Schema): unknown {
  if (s === undefined || s === null) return undefined;
  if (s.const !== undefined) return s.const;
  if (s.default !== undefined) return s.default;
  if (Array.isArray(s.enum)) return s.enum[0];
  const options = s.anyOf ?? s.oneOf;
  if (options) return options.map(sample).find((v: unknown) => v !== undefined && v !== null);
  if (Array.isArray(s.allOf)) return sample(s.allOf[0]);
  switch (s.type) {
    case 'object':
      return Object.fromEntries((s.required ?? []).map((k: string) => [k, sample(s.properties?.[k])]));
    case 'array':
      return Array.from({ length: Math.max(s.minItems ?? 0, 0) }, () => sample(s.items));
    case 'integer':
    case 'number':
      return Math.max(s.minimum ?? 1, (s.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    case 'string':
      return text(s);
    default:
      return undefined;
  }
}

function text(s: Schema): string {
  if (s.format === 'uuid') return UUID;
  if (s.format === 'date') return '2024-06-01';
  if (s.format === 'date-time') return '2024-06-01T00:00:00Z';
  if (s.format === 'uri') return 'https://contoh.invalid/';
  if (typeof s.pattern === 'string' && new RegExp(s.pattern, 'u').test('16.73')) return '16.73';
  return 'uji akses'.padEnd(Math.max(s.minLength ?? 0, 9), 'x').slice(0, s.maxLength ?? 200);
}
