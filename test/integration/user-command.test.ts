import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let api: RunningApi;
beforeAll(async () => {
  world = await createWorld();
  api = await startTestApi(world);
});
afterAll(async () => {
  await api?.stop();
  await world?.drop();
});

function pantau(args: string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'services/cli/src/main.ts', 'user', ...args], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: world.databaseUrl },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (d: Buffer) => {
    text.out += d.toString();
  });
  child.stderr.on('data', (d: Buffer) => {
    text.err += d.toString();
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...text })));
}

const signIn = async (password: string) => (await new Client(api.url).send('POST', '/v1/sessions', { username: 'sari', password })).status;

// Each command is a process of its own, which takes seconds on a busy machine.
describe('pantau user', { timeout: 240_000 }, () => {
  test('a user is added, listed, given and refused roles, gets a new password and is locked out', async () => {
    expect(await pantau(['add', 'Sari', '--name', 'Sari Contoh', '--role', 'analyst@16.73'], 'kata sandi pertama\n')).toMatchObject({
      code: 0,
      out: 'Added sari.\n',
    });
    expect(await signIn('kata sandi pertama')).toBe(201);
    expect(await pantau(['role', 'sari', 'auditor@ID'])).toMatchObject({ code: 0 });
    expect((await pantau(['list'])).out).toMatch(/^sari\s+active\s+analyst@16\.73 auditor@ID\s+Sari Contoh\n$/);
    expect(await pantau(['role', 'sari', 'auditor@ID', '--revoke'])).toMatchObject({ code: 0 });
    expect((await pantau(['list'])).out).not.toContain('auditor');
    expect(await pantau(['role', 'sari', 'analyst@16', '--revoke'])).toEqual({
      code: 1,
      out: '',
      err: 'sari does not have analyst@16: see `pantau user list`\n',
    });
    expect(await pantau(['password', 'sari'], 'kata sandi kedua\n')).toMatchObject({ code: 0 });
    expect([await signIn('kata sandi pertama'), await signIn('kata sandi kedua')]).toEqual([401, 201]);
    expect(await pantau(['disable', 'sari'])).toMatchObject({ code: 0 });
    expect(await signIn('kata sandi kedua')).toBe(401);
  });

  test('an API key is shown once and works until it is revoked', async () => {
    const made = await pantau(['key', 'redaksi', '--region', '18']);
    const headers = { authorization: `Bearer ${made.out.trim()}` };
    expect((await new Client(api.url).get('/v1/stats/releases', headers)).status).toBe(200);
    expect(await pantau(['key', 'redaksi', '--revoke'])).toMatchObject({ code: 0 });
    expect((await new Client(api.url).get('/v1/stats/releases', headers)).status).toBe(401);
  });

  test('mistakes are one clear line and exit code 1', async () => {
    const cases: [string[], string, string][] = [
      [['add', 'x y', '--name', 'X'], 'kata sandi panjang\n', 'a username has'],
      [['add', 'budi', '--name', 'B', '--role', 'analyst'], 'kata sandi panjang\n', 'needs a region'],
      [['add', 'budi', '--name', 'B', '--role', 'analyst@99'], 'kata sandi panjang\n', 'there is no region 99'],
      [['add', 'budi', '--name', 'B'], 'pendek\n', 'a password has 12 to 200 characters'],
      [['password', 'tidak.ada'], '', 'there is no user "tidak.ada"'],
    ];
    for (const [args, input, message] of cases) {
      const r = await pantau(args, input);
      expect(r.err).toContain(message);
      expect(r.err.trim().split('\n')).toHaveLength(1);
      expect(r).toMatchObject({ code: 1, out: '' });
    }
  });
});
