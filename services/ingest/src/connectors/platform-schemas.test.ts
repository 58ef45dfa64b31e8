/**
 * Aim: our stand-ins of X and Mastodon answer as the platforms' own descriptions say, and our requests are ones that these allow; else
 * the conformance suite would prove that we agree with ourselves. The descriptions are reference data and not committed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { FakeMastodon } from '../../../../test/support/platforms/mastodon.ts';
import type { Platform } from '../../../../test/support/platforms/platform.ts';
import { FakeX } from '../../../../test/support/platforms/x.ts';
import type { Connector, PollContext } from './contract.ts';
import { CONNECTORS } from './index.ts';

const DATA = process.env.PANTAU_REFERENCE_DATA ?? '';
const fileOf = (name: string) => join(DATA, 'platforms', name);

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Record<string, unknown>;
  explode?: boolean;
}
interface Operation {
  parameters?: ({ $ref: string } | Parameter)[];
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Record<string, unknown> }> }>;
}
interface Description {
  paths: Record<string, { get?: Operation; parameters?: ({ $ref: string } | Parameter)[] }>;
}

/** Request and answer against the operation that the path belongs to; what is wrong, in words. */
function checker(file: string) {
  const doc = JSON.parse(readFileSync(fileOf(file), 'utf8')) as Description;
  // Descriptions are written for other tools: unknown keywords and formats say nothing about the shape.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'doc', ...doc });
  const resolve = <T extends object>(o: T | { $ref: string }): T =>
    '$ref' in o
      ? (o.$ref
          .slice(2)
          .split('/')
          .reduce((at: unknown, key) => (at as Record<string, unknown>)[key], doc as unknown) as T)
      : o;
  const absolute = (schema: unknown): unknown => JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"doc#/'));
  const wrong = (schema: unknown, value: unknown, what: string): string[] => {
    const validate = ajv.compile(absolute(schema) as object);
    return validate(value) ? [] : (validate.errors ?? []).map((e) => `${what}${e.instancePath}: ${e.message}`);
  };
  const operationOf = (path: string) => {
    const fits = Object.entries(doc.paths).filter(([p]) => new RegExp(`^${p.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path));
    // A path in full counts before one with a placeholder.
    const [found] = fits.sort(([a], [b]) => a.split('{').length - b.split('{').length);
    return found?.[1].get ? { get: found[1].get, shared: found[1].parameters ?? [] } : null;
  };
  return (url: URL, answer: { status: number; body: unknown }): string[] => {
    const operation = operationOf(url.pathname);
    if (!operation) return [`${url.pathname}: there is no such path`];
    const parameters = [...operation.shared, ...(operation.get.parameters ?? [])].map((p) => resolve<Parameter>(p)).filter((p) => p.in === 'query');
    const query = [...url.searchParams].flatMap(([name, value]) => {
      const p = parameters.find((x) => x.name === name);
      if (!p) return [`?${name}: there is no such parameter`];
      const schema = p.schema === undefined ? {} : resolve<Record<string, unknown>>(p.schema);
      const typed =
        schema.type === 'array' ? value.split(',') : schema.type === 'integer' ? Number(value) : schema.type === 'boolean' ? value === 'true' : value;
      return wrong(schema, typed, `?${name}`);
    });
    const response = operation.get.responses[String(answer.status)] ?? operation.get.responses.default;
    const schema = response === undefined ? undefined : resolve<Operation['responses'][string]>(response as never).content?.['application/json']?.schema;
    return [...query, ...(schema === undefined ? [] : wrong(schema, answer.body, 'answer'))];
  };
}

async function play(
  name: string,
  platform: Platform,
  config: unknown,
  unit: string,
  check: ReturnType<typeof checker>,
): Promise<{ wrong: string[]; paths: Set<string> }> {
  const connector = CONNECTORS.find((c) => c.name === name) as Connector;
  const wrong: string[] = [];
  const paths = new Set<string>();
  const http: PollContext<unknown>['http'] = async (url, headers) => {
    const a = await platform.http(url, headers);
    paths.add(new URL(url).pathname.replaceAll(/\d{5,}/g, ':id'));
    wrong.push(...check(new URL(url), { status: a.status, body: JSON.parse(a.body.toString('utf8')) as unknown }));
    return a;
  };
  const keys = Array.from({ length: 130 }, (_, i) => platform.write(`pesan ${i} & <b>`));
  platform.edit(keys[0] ?? '', 'disunting');
  const ctx: PollContext<unknown> = {
    config: connector.config.parse(config),
    unit,
    cursor: null,
    account: { id: 1, platformId: null },
    now: () => new Date(platform.now),
    signal: new AbortController().signal,
    http,
    secret: () => 'rahasia-uji',
    watched: async () => new Map(),
    socket: () => Promise.reject(new Error('nothing is streamed')),
    liveKeys: async () => [],
  };
  for await (const page of connector.poll(ctx)) expect(page.raws.every((r) => connector.normalise(r, new Date(platform.now)).ok)).toBe(true);
  platform.remove(keys[1] ?? '');
  await connector.verify?.(
    ctx,
    keys.slice(0, 3).map((key) => ({ key, account: unit })),
  );
  platform.away(true);
  await connector.verify?.(
    ctx,
    keys.slice(0, 1).map((key) => ({ key, account: unit })),
  );
  return { wrong: [...new Set(wrong)], paths };
}

describe.skipIf(!existsSync(fileOf('x-openapi.json')))('X by its own description [needs reference data]', () => {
  let check: ReturnType<typeof checker>;
  beforeAll(() => {
    check = checker('x-openapi.json');
  });
  test('requests and answers of a whole life are as described', async () => {
    const { wrong, paths } = await play('x', new FakeX(), {}, 'uji_satu', check);
    expect(wrong).toEqual([]);
    expect([...paths].sort()).toEqual(['/2/tweets', '/2/users/:id/tweets', '/2/users/by/username/uji_satu']);
  });
  test('the check sees what it is there for', () => {
    const url = new URL('https://api.x.com/2/users/15000000/tweets?max_results=500&post.fields=puisi&palsu=1');
    expect(check(url, { status: 200, body: { data: [{ id: 7, text: 'x' }], meta: {} } })).toEqual([
      '?max_results: must be <= 100',
      '?post.fields/0: must be equal to one of the allowed values',
      '?palsu: there is no such parameter',
      'answer/data/0/id: must be string',
    ]);
  });
});

describe.skipIf(!existsSync(fileOf('mastodon-openapi.json')))('Mastodon by its description [needs reference data]', () => {
  test('requests are as described, and answers have every field that must be there', async () => {
    const { wrong, paths } = await play(
      'mastodon',
      new FakeMastodon(),
      { servers: [{ host: 'sosial.contoh.test' }] },
      'uji.satu@sosial.contoh.test',
      checker('mastodon-openapi.json'),
    );
    // The description asks for a whole profile beside each status, of which nothing is read here.
    expect(wrong.filter((w) => !/account|^answer: must have|^answer\/\d+: must have required property '(note|statuses_count)/.test(w))).toEqual([]);
    expect([...paths].sort()).toEqual(['/api/v1/accounts/:id/statuses', '/api/v1/accounts/lookup', '/api/v1/statuses/:id', '/api/v1/statuses/:id/history']);
  });
});
