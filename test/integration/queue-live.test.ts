/** Live updates: what one reviewer does is told to the others who may see it, and to nobody else. */
import { type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { waitFor } from '../support/wait.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
const streams: Stream[] = [];

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
});
afterAll(async () => {
  for (const s of streams) s.close();
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

interface Event {
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any event and asserts on what it finds
  data: any; // oxlint-disable-line typescript/no-explicit-any
}

class Stream {
  readonly #stop = new AbortController();
  readonly events: Event[] = [];
  status = 0;
  ended = false;
  headers = new Headers();

  async open(client: Client, headers: Record<string, string> = {}): Promise<this> {
    streams.push(this);
    const r = await fetch(`${api.url}/v1/events`, { headers: { cookie: client.cookie, ...headers }, signal: this.#stop.signal });
    this.status = r.status;
    this.headers = r.headers;
    if (r.status === 200 && r.body) void this.#read(r.body).catch(() => {});
    else await r.body?.cancel();
    if (r.status === 200) await waitFor('the stream to be ready', () => this.has('ready'));
    return this;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) {
          const type = /^event: (.*)$/m.exec(part)?.[1];
          if (type !== undefined) this.events.push({ type, data: JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? '{}') });
        }
      }
    } finally {
      this.ended = true;
    }
  }

  has(type: string): boolean {
    return this.events.some((e) => e.type === type);
  }

  changes(id: number): { revision: number; state: string; holder: { mine: boolean; name: string } | null }[] {
    return this.events.filter((e) => e.type === 'cases').flatMap((e) => e.data.changed.filter((c: { id: number }) => c.id === id));
  }

  close(): void {
    this.#stop.abort();
  }
}

const signedIn = async (user: BuiltUser) => new Client(api.url).signIn(user);
const analystOf = async (region: string) => signedIn(await buildUser(db, ['analyst', region]));

describe('a stream', () => {
  test('tells of a claim with its holder, of a release, and of a decision; each reader gets the own view', async () => {
    const [one, two] = [await analystOf('16.73'), await analystOf('16')];
    const [mine, theirs] = [await new Stream().open(one), await new Stream().open(two)];
    expect(mine.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(mine.headers.get('cache-control')).toBe('no-store');
    const id = await buildCase(db);
    await one.post(`/v1/cases/${id}/claim`);
    await waitFor('both to hear of the claim', () => mine.changes(id).length > 0 && theirs.changes(id).length > 0);
    expect(mine.changes(id)[0]).toMatchObject({ revision: 2, state: 'IN_REVIEW', holder: { mine: true } });
    expect(theirs.changes(id)[0]).toMatchObject({ revision: 2, holder: { mine: false } });
    expect(theirs.has('counts')).toBe(true);
    await one.post(`/v1/cases/${id}/release`);
    await waitFor('the release', () => theirs.changes(id).some((c) => c.holder === null));
    const lease = await two.post(`/v1/cases/${id}/claim`);
    await two.post(`/v1/cases/${id}/opinions`, { finding: 'not_a_violation', exemption: 'HN-04' }, { 'if-match': lease.etag });
    await waitFor('the decision', () => mine.changes(id).some((c) => c.state === 'DISMISSED'));
  });

  test('says nothing about cases its reader may not see; a case told later proves that the silence was no delay', async () => {
    const outside = await new Stream().open(await analystOf('16.74'));
    const office = await new Stream().open(await signedIn(await buildUser(db, ['personnel_office', '16.73'])));
    const secret = await buildCase(db, { region: '16.73', state: 'IN_REVIEW' });
    const seen = await buildCase(db, { region: '16.74', state: 'IN_REVIEW' });
    const forwarded = await buildCase(db, { region: '16.73', state: 'FORWARDED' });
    await sql`update cases set revision = revision + 1 where id = ${secret}`.execute(db);
    await sql`update cases set revision = revision + 1 where id in (${seen}, ${forwarded})`.execute(db);
    await waitFor('each to hear of the own case', () => outside.changes(seen).length > 0 && office.changes(forwarded).length > 0);
    expect(outside.changes(secret)).toEqual([]);
    expect(outside.changes(forwarded)).toEqual([]);
    expect(office.changes(secret)).toEqual([]);
    expect(office.changes(forwarded)[0]?.holder).toBeNull();
  });

  test('tells that cases were opened in the own regions, without naming them', async () => {
    const stream = await new Stream().open(await analystOf('16.12'));
    await buildCase(db, { region: '16.12' });
    await waitFor('the count to change', () => stream.events.some((e) => e.type === 'counts' && e.data.opened));
    expect(stream.has('cases')).toBe(false);
  });

  test('of a reader who comes back starts with the advice to read again', async () => {
    const client = await analystOf('16.73');
    expect((await new Stream().open(client)).has('refetch')).toBe(false);
    const again = await new Stream().open(client, { 'last-event-id': '17' });
    await waitFor('the advice', () => again.has('refetch'));
  });

  test('ends at sign-out, for this session only', async () => {
    const user = await buildUser(db, ['analyst', '16.73']);
    const [here, there] = [await signedIn(user), await signedIn(user)];
    const [one, two] = [await new Stream().open(here), await new Stream().open(there)];
    await here.send('DELETE', '/v1/sessions/current');
    await waitFor('the stream to end', () => one.ended);
    expect(two.ended).toBe(false);
  });

  test('is one of a limited number for each user', async () => {
    const client = await analystOf('16.73');
    const open = [];
    for (let i = 0; i < 6; i += 1) open.push(await new Stream().open(client));
    expect(open.map((s) => s.status)).toEqual(Array(6).fill(200));
    const refused = await client.get('/v1/events');
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_streams']);
    open[0]?.close();
    await waitFor('room for another', async () => {
      const s = await new Stream().open(client);
      return s.status === 200;
    });
  });

  test('needs a session and a role that reads cases', async () => {
    expect((await new Client(api.url).get('/v1/events')).status).toBe(401);
    expect((await (await signedIn(await buildUser(db, ['register_admin', '16']))).get('/v1/events')).status).toBe(403);
  });

  test('goes on after the database was away for a moment, and says that something was missed', async () => {
    const stream = await new Stream().open(await analystOf('16.73'));
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'pantau-bell'`.execute(db);
    await waitFor('the advice to read again', () => stream.has('refetch'));
    const id = await buildCase(db);
    await sql`update cases set revision = revision + 1 where id = ${id}`.execute(db);
    await waitFor('news over the new connection', () => stream.changes(id).length > 0);
  });
});
