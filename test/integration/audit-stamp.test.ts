/** Daily roots as the alerts service keeps them, with a time-stamp authority of `openssl ts` on loopback, and `pantau audit verify`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createMetrics } from '@pantau/runtime';
import { checkInstallationKey, checkTimestamp, foldAudit, type Handle, openDb, requestTimestamp, signerOf, unstampedRoots, verifyRoots } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepAuditRoots } from '../../services/alerts/src/audit-roots.ts';
import { createAuditEvents } from '../../services/alerts/src/events.ts';
import { pantau } from '../support/cli.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { opensslMissing, startAuthority, type TestAuthority } from '../support/tsa.ts';

const NOW = new Date('2024-11-05T02:00:00Z');
const DATA = Buffer.from('tanda tangan akar');

describe.skipIf(opensslMissing)('time stamps [needs openssl]', () => {
  let authority: TestAuthority;
  let stranger: TestAuthority;
  const at = (a: TestAuthority) => ({ url: a.url, allowPrivate: [a.host] });

  beforeAll(async () => {
    authority = await startAuthority();
    stranger = await startAuthority();
  });
  afterAll(async () => {
    await authority?.stop();
    await stranger?.stop();
  });

  test('prove what they were asked for, by the authority that is trusted, and nothing else', async () => {
    const token = await requestTimestamp(at(authority), DATA);
    expect(await checkTimestamp(token, DATA)).toMatchObject({ ok: true, authority: 'TSA Uji', trusted: false });
    expect(await checkTimestamp(token, DATA, [authority.caPem])).toMatchObject({ ok: true, trusted: true });
    expect(await checkTimestamp(token, DATA, [stranger.caPem])).toMatchObject({ ok: false });
    expect(await checkTimestamp(token, Buffer.from('lain'))).toMatchObject({ ok: false, reason: 'the stamp is for something else' });
    expect(await checkTimestamp(Buffer.from('bukan'), DATA)).toMatchObject({ ok: false, reason: 'this is no time stamp' });
  });

  test('nothing of what is signed can be changed: neither time nor imprint nor signature', async () => {
    const token = await requestTimestamp(at(authority), DATA);
    const good = await checkTimestamp(token, DATA, [authority.caPem]);
    if (!good.ok) throw new Error(good.reason);
    let refused = 0;
    for (let i = 0; i < token.length; i += 5) {
      const bent = Buffer.from(token);
      bent[i] = (bent[i] ?? 0) ^ 1;
      const r = await checkTimestamp(bent, DATA, [authority.caPem]);
      // Bytes of the wrapping that carry no meaning may differ; then it says the same thing.
      expect(r.ok ? r : good, `byte ${i}`).toEqual(good);
      if (!r.ok) refused += 1;
    }
    expect(refused).toBeGreaterThan(token.length / 5 / 2);
  });

  test('that are refused, or come from no authority, are a failure with its reason', async () => {
    authority.fail(500);
    await expect(requestTimestamp(at(authority), DATA)).rejects.toThrow('the authority answered 500');
    authority.fail(null);
    await expect(requestTimestamp({ url: authority.url }, DATA)).rejects.toThrow(/private|https/);
  });

  describe('on the roots of the log', () => {
    let world: TestWorld;
    let owner: Handle;
    let alerts: Handle;
    let dir: string;
    const logged: string[] = [];

    beforeEach(async () => {
      world = await createWorld();
      owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
      alerts = openDb({ url: world.databaseUrl, role: 'pantau_alerts', name: 'test' });
      dir = mkdtempSync(join(tmpdir(), 'pantau-stamp-'));
      await checkInstallationKey(owner, world.keyring);
      for (const day of [1, 2, 3])
        await sql`insert into audit_pending (at, action, object, object_id, direct) values (${`2024-11-0${day}T03:00:00Z`}, 'uji', 'case', '1', false)`.execute(
          owner,
        );
      await foldAudit(owner);
    });
    afterEach(async () => {
      await owner.destroy();
      await alerts.destroy();
      await world.drop();
      rmSync(dir, { recursive: true, force: true });
    });

    const turn = (from: TestAuthority | null) =>
      keepAuditRoots({
        db: alerts,
        signer: signerOf(world.keyring),
        authority: from && at(from),
        events: createAuditEvents(
          createLogger({ service: 'uji', level: 'debug', destination: { write: (s: string) => void logged.push(s) } }),
          createMetrics('uji'),
        ),
        clock: () => NOW,
      });
    const verify = (...args: string[]) =>
      pantau(['audit', 'verify', ...args], {
        PATH: process.env.PATH ?? '',
        DATABASE_URL: world.databaseUrl,
        PANTAU_KEY: world.keyBase64,
        PANTAU_DATA: join(dir, 'data'),
      });
    const ca = (a: TestAuthority): string => {
      const file = join(dir, 'ca.pem');
      writeFileSync(file, a.caPem);
      return file;
    };

    test('every root is stamped once; an authority that was away stamps at the next turn', async () => {
      authority.fail(503);
      await turn(authority);
      expect((await unstampedRoots(owner, 10)).map((r) => r.day)).toEqual(['2024-11-01', '2024-11-02', '2024-11-03', '2024-11-04']);
      expect(logged.join('')).toContain('no time stamp yet');
      authority.fail(null);
      await turn(authority);
      const asked = authority.asked();
      await turn(authority);
      expect(authority.asked()).toBe(asked);
      expect(await unstampedRoots(owner, 10)).toEqual([]);
      expect(await verifyRoots(owner, { trustedPem: [authority.caPem] })).toMatchObject({ roots: 4, stamped: 4, trusted: 4, firstBroken: null });
      expect((await verifyRoots(owner, { trustedPem: [stranger.caPem] })).firstBroken).toMatchObject({ day: '2024-11-01', reason: 'stamp_wrong' });
    });

    test('`pantau audit verify` says that all holds, and names what does not', async () => {
      await turn(authority);
      const whole = await verify('--tsa-ca', ca(authority));
      expect([whole.code, whole.stdout.split('\n')]).toEqual([
        0,
        expect.arrayContaining(['the chain holds: 3 rows', 'the daily roots hold: 4 days, 4 with a time stamp']),
      ]);
      expect((await verify()).stdout).toContain('whose signer was not checked');
      await sql
        .raw(`alter table audit_log disable trigger all; update audit_log set actor = 99 where id = 2; alter table audit_log enable trigger all`)
        .execute(owner);
      const changed = await verify();
      expect(changed.code).toBe(2);
      expect(changed.stdout).toMatch(/^the chain is broken at row 2 \(2024-11-02T03:00:00\.000Z\): its content was changed\n/);
      await sql.raw(`alter table audit_log disable trigger all; delete from audit_log where id >= 2; alter table audit_log enable trigger all`).execute(owner);
      const cut = await verify();
      expect([cut.code, cut.stdout.split('\n')]).toEqual([
        2,
        expect.arrayContaining([
          'the chain holds: 1 rows',
          'the root of 2024-11-02 does not hold: the row it names is gone: the newest rows of that day were removed',
        ]),
      ]);
    }, 120_000);

    test('a stamp put on another day is found', async () => {
      await turn(authority);
      await sql
        .raw(`alter table audit_root disable trigger all; update audit_root set token = (select token from audit_root where day = '2024-11-01') where day = '2024-11-03';
          alter table audit_root enable trigger all`)
        .execute(owner);
      expect((await verifyRoots(owner)).firstBroken).toMatchObject({ day: '2024-11-03', reason: 'stamp_wrong', detail: 'the stamp is for something else' });
    });
  });
});
