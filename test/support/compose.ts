/** Reads the Compose file the way `docker compose` does, as far as ours goes: merges, interpolation, environment. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const ComposeService = z.object({
  image: z.string(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  entrypoint: z.array(z.string()).default([]),
  command: z.array(z.string()),
  profiles: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  volumes: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  restart: z.string(),
  cap_drop: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  deploy: z.object({ resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }) }),
});
export type ComposeService = z.infer<typeof ComposeService>;
const ComposeFile = z.object({
  services: z.record(z.string(), ComposeService),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
});
export type ComposeFile = z.infer<typeof ComposeFile>;

export class MissingVariable extends Error {}

/** `${A}`, `${A:-default}`, `${A:?message}`, and `$$` for a dollar; an empty value counts as missing, as the colon says. */
export function interpolate(text: string, env: Record<string, string>): string {
  return text.replace(/\$(?:\$|\{(\w+)(?::([-?])([^}]*))?\})/g, (whole, name: string | undefined, kind: string | undefined, rest = '') => {
    if (whole === '$$') return '$';
    const value = env[name ?? ''] ?? '';
    if (value !== '' || kind === undefined) return value;
    if (kind === '-') return rest;
    throw new MissingVariable(`required variable ${name} is missing a value: ${rest}`);
  });
}

function deepInterpolate(value: unknown, env: Record<string, string>): unknown {
  if (typeof value === 'string') return interpolate(value, env);
  if (Array.isArray(value)) return value.map((v) => deepInterpolate(v, env));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, deepInterpolate(v, env)]));
  return value;
}

export function rawCompose(): unknown {
  return parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
}

/** Interpolates values (keys never), then checks the shape. Throws MissingVariable as `docker compose` would. */
export function readCompose(env: Record<string, string>): ComposeFile {
  return ComposeFile.parse(deepInterpolate(rawCompose(), env));
}
