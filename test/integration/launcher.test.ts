/**
 * `npm start` as a person meets it: a real launcher with its own state directory, killed and interrupted at every level.
 * Aim: whatever dies, nothing is left behind and nothing stays down; every refusal is one line.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive, until } from '../../services/cli/src/engines/wait.ts';
import { freePort } from '../../services/cli/src/launcher/preflight.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { ROOT } from '../support/sources.ts';

const WAIT_MS = 90_000;
const homes: string[] = [];
const launched: Launcher[] = [];

class Launcher {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output = '';

  constructor(args: string[], env: Record<string, string>) {
    const { DATABASE_URL: _d, REDIS_URL: _r, ...inherited } = process.env;
    this.child = spawn(process.execPath, [join(ROOT, 'services/cli/bootstrap.mjs'), ...args], {
      cwd: ROOT,
      env: { ...inherited, PANTAU_INSTALL: 'never', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const s of [this.child.stdout, this.child.stderr]) s?.on('data', (d) => (this.output += String(d)));
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    launched.push(this);
  }

  says(text: string, times = 1): Promise<true> {
    return until(`"${text}" in:\n${this.output}`, WAIT_MS, () => {
      if (this.output.split(text).length > times) return true;
      if (this.child.exitCode !== null) throw new Error(`ended (${this.child.exitCode}) without saying "${text}":\n${this.output}`);
      return undefined;
    });
  }

  /** All processes below it, engines and their guards included. */
  family(): number[] {
    return descendants(this.child.pid ?? -1);
  }
}

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'pantau-l-'));
  homes.push(home);
  return home;
}

/** Runs to its end; for refusals. */
async function refusal(args: string[], env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  const l = new Launcher(args, { PANTAU_DATA: newHome(), ...env });
  const code = await l.ended;
  return { code, lines: l.output.trim().split('\n') };
}

function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const d of readdirSync('/proc').filter((e) => /^\d+$/.test(e))) {
    try {
      const stat = readFileSync(`/proc/${d}/stat`, 'utf8');
      parents.set(Number(d), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // it ended while we looked
    }
  }
  const below = (p: number): number[] => [...parents].filter(([, parent]) => parent === p).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

const allGone = (pids: number[]) => until(`the end of processes ${pids.filter(isAlive).join(', ')}`, WAIT_MS, () => (pids.some(isAlive) ? undefined : true));

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function pidOf(l: Launcher, part: string): number {
  const found = l.family().find((p) => commandOf(p).includes(part));
  if (found === undefined) throw new Error(`no process of ${part}`);
  return found;
}

const ready = (port: number) =>
  until(`readiness of port ${port}`, WAIT_MS, async () => {
    const r = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    return r?.status === 200 || undefined;
  });

afterAll(async () => {
  for (const l of launched.filter((x) => x.child.exitCode === null && x.child.signalCode === null)) {
    l.child.kill('SIGTERM');
    await l.ended;
  }
  for (const h of homes) rmSync(h, { recursive: true, force: true });
});

describe.skipIf(process.platform !== 'linux')('a running launcher [needs Linux]', { timeout: 180_000 }, () => {
  let home: string;
  let port: number;
  let launcher: Launcher;

  beforeAll(async () => {
    home = newHome();
    port = await freePort();
    launcher = new Launcher(['start', '--no-demo', '--port', String(port)], { PANTAU_DATA: home });
    await launcher.says('Pantau is ready');
  }, WAIT_MS);

  test('answers on its address once it says so', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  });

  test('refuses a second start and a reset of the same directory in one line each', async () => {
    for (const args of [['start', '--port', String(await freePort())], ['reset']]) {
      const second = new Launcher(args, { PANTAU_DATA: home });
      expect(await second.ended).toBe(1);
      expect(second.output.trim().split('\n')).toHaveLength(1);
      expect(second.output).toContain(`pid ${launcher.child.pid}`);
    }
    expect(existsSync(join(home, 'postgres'))).toBe(true);
  });

  test.each(['scorer', 'api'])('starts a killed %s again', async (name) => {
    process.kill(pidOf(launcher, `services/${name}/src/main.ts`), 'SIGKILL');
    await launcher.says(`${name} runs again`);
    await ready(port);
  });

  test('starts a killed Postgres again, on the same socket', async () => {
    process.kill(Number(readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    await launcher.says('Postgres runs again');
    await ready(port);
  });

  test('starts a killed Redis again, at the same address', async () => {
    process.kill(
      pidOf(launcher, /redis-server/.test(launcher.output) && !launcher.output.includes('js-redis-server') ? 'redis-server' : 'js-redis'),
      'SIGKILL',
    );
    await launcher.says('Redis runs again');
    await ready(port);
  });

  test('killed itself, it takes every process with it, and the next start works', async () => {
    const family = launcher.family();
    expect(family.length).toBeGreaterThan(5);
    launcher.child.kill('SIGKILL');
    await launcher.ended;
    await allGone(family);
    const command = new Launcher(['user', 'list'], { PANTAU_DATA: home });
    expect([await command.ended, command.output]).toEqual([1, 'Pantau is not running: start it with `npm start`, or set DATABASE_URL\n']);
    launcher = new Launcher(['start', '--no-demo', '--port', String(port)], { PANTAU_DATA: home });
    await launcher.says('Pantau is ready');
  });

  test('servers that outlived even their guards are stopped by the next start', async () => {
    const family = launcher.family();
    const guards = family.filter((p) => commandOf(p).includes('pantau-guard'));
    for (const p of guards) process.kill(p, 'SIGSTOP');
    const postmaster = Number(readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
    launcher.child.kill('SIGKILL');
    for (const p of guards) process.kill(p, 'SIGKILL');
    await launcher.ended;
    expect(isAlive(postmaster)).toBe(true);
    launcher = new Launcher(['start', '--no-demo', '--port', String(port)], { PANTAU_DATA: home });
    await launcher.says('Pantau is ready');
    expect(isAlive(postmaster)).toBe(false);
    await allGone(family);
  });

  test('interrupted twice at once, it stops everything in order and leaves no process and no lock', async () => {
    const family = launcher.family();
    launcher.child.kill('SIGINT');
    launcher.child.kill('SIGINT');
    expect(await launcher.ended).toBe(0);
    expect(launcher.output.trim().endsWith('Stopped.')).toBe(true);
    expect(family.filter(isAlive)).toEqual([]);
    expect(readdirSync(home).filter((f) => /lock|run\.json/.test(f))).toEqual([]);
    expect(existsSync(join(home, 'postgres/postmaster.pid'))).toBe(false);
  });

  test('interrupted in the middle of starting, it leaves nothing either', async () => {
    const early = new Launcher(['start', '--no-demo', '--port', String(port)], { PANTAU_DATA: home });
    await early.says('schema');
    const family = early.family();
    early.child.kill('SIGTERM');
    expect(await early.ended).toBe(0);
    await allGone(family);
    expect(readdirSync(home).filter((f) => /lock|run\.json/.test(f))).toEqual([]);
  });

  test('killed while services load their first modules, it leaves none of them', async () => {
    const early = new Launcher(['start', '--no-demo', '--port', String(port)], { PANTAU_DATA: home });
    const services = await until('four services', WAIT_MS, () => {
      const found = early.family().filter((p) => commandOf(p).includes('/src/main.ts'));
      return found.length >= 4 ? found : undefined;
    });
    const family = early.family();
    early.child.kill('SIGKILL');
    await early.ended;
    await allGone(family);
    expect(services.filter(isAlive)).toEqual([]);
  });

  test('stopped, its state is removed by reset', async () => {
    const reset = new Launcher(['reset'], { PANTAU_DATA: home });
    expect(await reset.ended).toBe(0);
    expect(existsSync(home)).toBe(false);
  });
});

describe('a start that cannot work says why in one line', () => {
  test('the port is in use', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const r = await refusal(['start', '--port', String(port)], {});
    other.close();
    expect(r).toEqual({ code: 1, lines: [expect.stringContaining(`port ${port} is in use`)] });
  });

  test.each<[string, Record<string, string>, string]>([
    ['the port is no number', { PANTAU_PORT: 'abc' }, 'PANTAU_PORT is not usable: a port is a number from 1 to 65535'],
    ['the state directory is full of other files', { PANTAU_DATA: ROOT }, "holds files that are not Pantau's"],
    ['the state directory has no parent', { PANTAU_DATA: '/nonexistent/a/b' }, 'there is no directory /nonexistent/a: make it first'],
    ['no directory can be made there', { PANTAU_DATA: '/proc/pantau' }, '/proc/pantau cannot be made'],
    ['the database URL is none', { DATABASE_URL: 'nonsense' }, 'DATABASE_URL is not a URL like postgres://'],
    ['the Redis URL is none', { REDIS_URL: 'nonsense' }, 'REDIS_URL is not a URL like redis://'],
  ])('%s', async (_name, env, message) => {
    expect(await refusal(['start'], env)).toEqual({ code: 1, lines: [expect.stringContaining(message)] });
  });

  test('the database does not answer', async () => {
    const port = await freePort();
    const r = await refusal(['start', '--port', String(await freePort())], { DATABASE_URL: `postgres://u:secret@127.0.0.1:${port}/x` });
    expect(r.code).toBe(1);
    expect(r.lines.at(-1)).toContain(`the database at 127.0.0.1:${port}/x is not reachable`);
    expect(r.lines.join('\n')).not.toContain('secret');
  });

  test('Redis does not answer', async () => {
    const port = await freePort();
    const world = await createWorld();
    const r = await refusal(['start', '--port', String(await freePort())], { DATABASE_URL: world.databaseUrl, REDIS_URL: `redis://127.0.0.1:${port}` });
    await world.drop();
    expect(r.code).toBe(1);
    expect(r.lines.at(-1)).toContain(`the Redis at 127.0.0.1:${port} is not reachable`);
  });

  test('a directory that is not ours is never removed', async () => {
    const r = await refusal(['reset'], {});
    expect(r.code).toBe(1);
    expect(r.lines[0]).toContain('was not made by Pantau');
  });

  describe('with a database of its own', () => {
    let world: TestWorld;
    beforeAll(async () => {
      world = await createWorld();
    });
    afterAll(() => world.drop());

    test('the installation key is none, or the demo world would get onto the network', async () => {
      const env = { DATABASE_URL: world.databaseUrl, REDIS_URL: world.redisUrl, PANTAU_PORT: String(await freePort()) };
      const noKey = await refusal(['start'], { ...env, PANTAU_KEY: 'short' });
      expect([noKey.code, noKey.lines.at(-1)]).toEqual([1, 'PANTAU_KEY must be 32 bytes of base64; `openssl rand -base64 32` makes one']);
      const client = new pg.Client({ connectionString: world.databaseUrl });
      await client.connect();
      await client.query(`insert into installation (key, value) values ('demo', '{"state":"done"}')`);
      const open = await refusal(['start', '--no-demo'], { ...env, PANTAU_HOST: '0.0.0.0' });
      await client.query(`delete from installation where key = 'demo'`);
      await client.end();
      expect([open.code, open.lines.at(-1)]).toEqual([1, expect.stringContaining('is not opened on 0.0.0.0: unset PANTAU_HOST')]);
    });

    test('the schema is newer than the code', async () => {
      const client = new pg.Client({ connectionString: world.databaseUrl });
      await client.connect();
      await client.query(`insert into schema_migration (version, name, sha256) values (9999, '9999_future.sql', 'x')`);
      await client.end();
      const r = await refusal(['start', '--port', String(await freePort())], { DATABASE_URL: world.databaseUrl, REDIS_URL: world.redisUrl });
      expect(r.code).toBe(1);
      expect(r.lines.at(-1)).toContain('9999_future.sql');
      expect(r.lines.filter((l) => l.trim().startsWith('at '))).toEqual([]);
    });
  });
});
