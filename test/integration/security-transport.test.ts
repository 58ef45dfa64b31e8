/** Slow clients, files outside the folder, headers from outside: what comes below and beside the routes. */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { type Handle, openDb } from '@pantau/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { buildCase, buildUser, PASSWORD } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world, { PANTAU_SLOW_REQUEST_SECONDS: 1 });
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

/** Sends what it is given and then nothing; ends with all that came back once the server has hung up. */
function silence(first: string): Promise<string> {
  const { hostname, port } = new URL(api.url);
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(first));
    socket.setEncoding('utf8');
    socket.on('data', (d: string) => {
      got += d;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(got));
  });
}

describe('a client that is slow on purpose', () => {
  test.each([
    ['with its headers', 'GET /v1/me HTTP/1.1\r\nHost: x\r\n'],
    ['with its body', 'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"user'],
    ['with a chunk', 'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"us'],
  ])('%s is hung up on', async (_, bytes) => {
    expect(await silence(bytes)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('does not hold up the others', async () => {
    const slow = Array.from({ length: 50 }, () => silence('GET /v1/me HTTP/1.1\r\nHost: x\r\n'));
    expect((await new Client(api.url).get('/livez')).status).toBe(200);
    expect((await Promise.all(slow)).every((a) => a.startsWith('HTTP/1.1 408'))).toBe(true);
  });
});

describe('a request that two servers could read differently', () => {
  test.each([
    ['two lengths', 'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 40\r\nConnection: close\r\n\r\n{}'],
    ['a length and chunks', 'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n'],
    ['a header that is cut', 'GET /v1/me HTTP/1.1\r\nHost: x\r\nX-A: a\u0000b\r\nConnection: close\r\n\r\n'],
  ])('%s is refused', async (_, bytes) => {
    expect(await silence(bytes)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('files', () => {
  test.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/....//package.json',
    '/..\\..\\package.json',
    '/.env',
    '/docs/../../package.json',
    '/%00',
  ])('outside the console are not given out: %s', async (path) => {
    // fetch() would tidy the address up before sending it.
    const answer = await silence(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|403|404) /);
    expect(answer).not.toContain('"workspaces"');
  });

  test('that are attached have a plain name, or are refused', async () => {
    const id = await buildCase(db, { region: '16.73', state: 'FORWARDED' });
    const c = await new Client(api.url).signIn(await buildUser(db, ['handling_officer', '16.73']));
    for (const name of ['../../etc/passwd', 'a/b.txt', 'a\\b.txt', 'a\r\nX-A: b', 'a\u0000.txt']) {
      const r = await c.send('POST', `/v1/cases/${id}/attachments?kind=other&file_name=${encodeURIComponent(name)}`, 'isi', {
        'content-type': 'text/plain',
        'idempotency-key': randomUUID(),
        'if-match': '"1"',
      });
      expect([name, r.status]).toEqual([name, 400]);
    }
  });
});

describe('headers from outside', () => {
  test('an address in X-Forwarded-For is believed only from a proxy that was named', async () => {
    const strict = await startTestApi(world, { PANTAU_SIGN_INS_PER_MINUTE: 2 });
    const behind = await startTestApi(world, { PANTAU_SIGN_INS_PER_MINUTE: 2, PANTAU_TRUST_PROXY: '127.0.0.1' });
    const attempts = async (url: string) => {
      const out: number[] = [];
      for (let i = 0; i < 4; i++)
        out.push((await new Client(url).send('POST', '/v1/sessions', { username: 'x', password: 'y' }, { 'x-forwarded-for': `203.0.113.${i}` })).status);
      return out;
    };
    expect(await attempts(strict.url), 'the same address, whatever it says').toEqual([401, 401, 429, 429]);
    expect(await attempts(behind.url), 'four addresses').toEqual([401, 401, 401, 401]);
    await strict.stop();
    await behind.stop();
  });

  test('another host name changes neither cookie nor address', async () => {
    const user = await buildUser(db, ['analyst', '16.73']);
    const body = JSON.stringify({ username: user.username, password: PASSWORD });
    const answer = await silence(
      `POST /v1/sessions HTTP/1.1\r\nHost: penyerang.contoh.invalid\r\nX-Forwarded-Host: penyerang.contoh.invalid\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(answer).not.toContain('penyerang');
  });

  test('a page of another origin may neither read nor write', async () => {
    const c = await new Client(api.url).signIn(await buildUser(db, ['analyst', '16.73']));
    const read = await c.get('/v1/me', { origin: 'https://penyerang.contoh.invalid' });
    expect(read.headers.get('access-control-allow-origin')).toBeNull();
    expect(read.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    const asked = await c.send('OPTIONS', '/v1/cases/next', undefined, { origin: 'https://penyerang.contoh.invalid', 'access-control-request-method': 'POST' });
    expect([404, 405]).toContain(asked.status);
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  });
});
