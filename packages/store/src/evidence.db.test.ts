import { leavesOf, type Verdict } from '@pantau/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { verifyAudit } from './audit.ts';
import { type Handle, openDb } from './db.ts';
import { verifyEvidence } from './evidence-verify.ts';
import { insertPosts } from './posts.ts';
import { ensureRuleset, lockPending, type Scored, writeVerdicts } from './verdicts.ts';

let world: TestWorld;
let owner: Handle;
let scorer: Handle;
let accountId = 0;
let sourceId = 0;
const seenAt = new Date('2024-10-12T02:00:00Z');

beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  scorer = openDb({ url: world.databaseUrl, role: 'pantau_scorer', name: 'test' });
  const { rows } = await sql<{ account: number; source: number }>`
    with p as (insert into person (key_hash, key_tail, name) values ('\\x01', '001', 'Contoh Fiktif') returning id),
    pp as (insert into person_period (person_id, valid_from, employment_status, agency, region) select id, '2020-01-01', 'PNS', 'Kota Contoh', '16.73' from p),
    a as (insert into account (person_id, platform, handle, handle_key, basis_law, basis_ref, verified_by, verified_at)
          select id, 'x', 'contoh', 'contoh', 'UU 10/2016', 'ST-1', 'BKPSDM', '2024-01-01' from p returning id),
    s as (insert into source (name, connector, policy) values ('uji', 'file', '{"legal_basis": "ST-1", "max_retention_days": 30}') returning id)
    select a.id as account, s.id as source from a, s`.execute(owner);
  accountId = rows[0]?.account ?? 0;
  sourceId = rows[0]?.source ?? 0;
  await sql`insert into register_version (name, published_by) values ('reg-uji', 'uji')`.execute(owner);
});
afterAll(async () => {
  await owner.destroy();
  await scorer.destroy();
  await world.drop();
});

const verdict = (id: number): Verdict => ({
  id: String(id),
  verdict: 'flag',
  score: 0.1 + 0.2,
  label: 'VOTE_CALL',
  direction: 'SUPPORT',
  phase: 'CAMP',
  acts: ['SKB-DS-02'],
  contestants: [{ id: 'c1', stance: 'support' }],
  evidence: [{ start: 0, end: 6, field: 'text', kind: 'cue', rule: 'V-001', weight: 1e-7 }],
  exemption: null,
  ruleset: 'rs-uji',
  register: 'reg-uji',
});

/** Stores versions of one post and lets the scorer flag them in one batch. */
async function flag(postKey: string, versions: { key: string; text: string }[]): Promise<number> {
  const ids = await owner.transaction().execute((tx) =>
    insertPosts(
      tx,
      versions.map((v) => ({
        accountId,
        post: {
          platform: 'x',
          account: 'contoh',
          postKey,
          versionKey: v.key,
          text: v.text,
          postedAt: '2024-10-12T01:00:00Z',
          kind: 'post',
          url: `https://contoh.invalid/${postKey}`,
          media: [{ path: undefined, url: 'https://contoh.invalid/f.jpg', alt: 'poster oleh @orang.lain', ocr_text: undefined }],
        },
      })),
      { sourceId, seenAt },
    ),
  );
  const rulesetId = await ensureRuleset(scorer, 'rs-uji');
  await scorer.transaction().execute(async (tx) => {
    const pending = await lockPending(tx, ids);
    await writeVerdicts(tx, pending.map((p) => ({ pending: p, verdict: verdict(p.versionId) })) as Scored[], { rulesetId, registerId: 1 });
  });
  const { rows } = await sql<{ id: number }>`select c.id from cases c join post p on p.id = c.post_id where p.post_key = ${postKey}`.execute(owner);
  return rows[0]?.id ?? 0;
}

/** As somebody with superuser rights would: guards off, change, guards on. */
async function tamper(statement: string): Promise<void> {
  await sql.raw(`alter table evidence disable trigger all; ${statement}; alter table evidence enable trigger all`).execute(owner);
}

describe('sealed evidence', () => {
  test('holds what the flag was raised on: words, times, policy, basis, versions; each version is chained and stands in the audit log', async () => {
    const id = await flag('lengkap', [
      { key: '1', text: 'Coblos nomor 2 bersama @orang.lain 🙏' },
      { key: '2', text: 'Coblos nomor 2!' },
    ]);
    const { rows } = await sql<{
      content: Record<string, unknown>;
      position: number;
    }>`select content, position from evidence where case_id = ${id} order by position`.execute(owner);
    expect(rows.map((r) => r.position)).toEqual([1, 2]);
    expect(rows[0]?.content).toMatchObject({
      post: { text: 'Coblos nomor 2 bersama @orang.lain 🙏', url: 'https://contoh.invalid/lengkap' },
      posted_at: '2024-10-12T01:00:00.000Z',
      captured_at: '2024-10-12T02:00:00.000Z',
      scored_at: expect.stringMatching(/Z$/),
      basis: {
        first_seen_at: expect.any(String),
        account: { law: 'UU 10/2016', ref: 'ST-1', handle: 'contoh' },
        source: { name: 'uji', connector: 'file', policy: { legal_basis: 'ST-1', max_retention_days: 30 } },
      },
      verdict: { ruleset: 'rs-uji', register: 'reg-uji', score: 0.1 + 0.2 },
    });
    const audit = await sql<{ n: number }>`select count(*)::int as n from audit_log where action = 'evidence_sealed' and object_id = ${String(id)}`.execute(
      owner,
    );
    expect(audit.rows[0]?.n).toBe(2);
    expect(await verifyEvidence(owner)).toEqual({ rows: 2, purged: 0, firstBroken: null });
    expect((await verifyAudit(owner)).firstBroken).toBeNull();
  });

  test('a change of any single value, or of any part of a row, is found and named', async () => {
    const id = await flag('diubah', [
      { key: '1', text: 'Dukung nomor 2' },
      { key: '2', text: 'Dukung nomor 2 ya' },
    ]);
    const { rows } = await sql<{
      version_id: number;
      content: unknown;
    }>`select version_id, content from evidence where case_id = ${id} order by position`.execute(owner);
    const [first, second] = rows;
    const unnoticed: string[] = [];
    const broken = async (what: string, statement: string, named = first?.version_id) => {
      await sql`create table evidence_before as table evidence`.execute(owner);
      await tamper(statement);
      const { firstBroken } = await verifyEvidence(owner);
      if (firstBroken?.caseId !== id || firstBroken.versionId !== named) unnoticed.push(`${what}: ${JSON.stringify(firstBroken)}`);
      await tamper('delete from evidence; insert into evidence select * from evidence_before; drop table evidence_before');
    };
    const here = `case_id = ${id} and version_id = ${first?.version_id}`;
    const leaves = leavesOf(first?.content).map((l) => l.path.replace(/#\d+$/, ''));
    expect(leaves.length).toBeGreaterThan(35);
    for (const path of new Set(leaves)) {
      const keys = path.slice(1).split('/').join(',');
      await broken(path, `update evidence set content = jsonb_set(content, '{${keys}}', '"lain"') where ${here}`);
      await broken(`${path} removed`, `update evidence set content = content #- '{${keys}}' where ${here}`);
    }
    for (const column of ['seed', 'root', 'prev_hash', 'sha256'])
      for (const byte of [0, 31]) {
        const at = column === 'prev_hash' ? 0 : byte;
        await broken(`${column} byte ${at}`, `update evidence set ${column} = set_byte(${column}, ${at}, get_byte(${column}, ${at}) # 1) where ${here}`);
      }
    await broken('first version removed', `delete from evidence where ${here}`, second?.version_id);
    await broken('last version removed', `delete from evidence where case_id = ${id} and version_id = ${second?.version_id}`, second?.version_id);
    await broken(
      'a whole new row, consistent in itself',
      `delete from evidence where ${here}; insert into evidence (case_id, version_id, content, sha256)
      select ${id}, ${first?.version_id}, c, sha256(convert_to(c::text, 'UTF8')) from (select '{"post": {"text": "lain"}}'::jsonb as c) x`,
    );
    expect(unnoticed).toEqual([]);
    expect((await verifyEvidence(owner)).firstBroken).toBeNull();
  });

  test('evidence of before this format is checked too', async () => {
    const id = await flag('lama', [{ key: '1', text: 'Dukung nomor 2' }]);
    const toOld = `update evidence set seal = 1, seed = null, root = null, position = null, prev_hash = null, sha256 = sha256(convert_to(content::text, 'UTF8')) where case_id = ${id}`;
    await tamper(toOld);
    expect((await verifyEvidence(owner)).firstBroken, 'a new row cannot pass for an old one').toMatchObject({ caseId: id, reason: 'not_in_audit' });
    await sql`select audit_append('evidence_sealed', 'case', case_id::text, jsonb_build_object('version', version_id, 'sha256', encode(sha256, 'hex')))
      from evidence where case_id = ${id}`.execute(owner);
    expect((await verifyEvidence(owner)).firstBroken, 'taken into the log, as the migration does').toBeNull();
    await tamper(`update evidence set content = content || '{"kind": "reply"}' where case_id = ${id}`);
    expect((await verifyEvidence(owner)).firstBroken).toMatchObject({ caseId: id, reason: 'content_changed' });
    await tamper(`delete from evidence where case_id = ${id}`);
    expect((await verifyEvidence(owner)).firstBroken).toMatchObject({ caseId: id, reason: 'removed' });
  });

  test('purged content is accounted for by a certificate, or it is a fault', async () => {
    await tamper('truncate evidence');
    await sql.raw('alter table audit_log disable trigger all; truncate audit_log; alter table audit_log enable trigger all').execute(owner);
    const id = await flag('dihapus', [{ key: '1', text: 'Dukung nomor 2' }]);
    await tamper(`update evidence set purged_at = now(), seed = null, content = '{"purged": true}' where case_id = ${id}`);
    expect((await verifyEvidence(owner)).firstBroken).toMatchObject({ caseId: id, reason: 'purge_unaccounted' });
    await sql`insert into purge_certificate (class, items, doc, sha256)
      select 'uji', 1, jsonb_build_object('hashes', jsonb_build_array(encode(sha256, 'hex'))), '\\x00' from evidence where case_id = ${id}`.execute(owner);
    expect(await verifyEvidence(owner)).toEqual({ rows: 1, purged: 1, firstBroken: null });
  });
});
