/** What the access matrix is tried on: one user of each role bound to one regency, and the same things in four regions around it. */
import { type Handle, keyringFrom } from '@pantau/store';
import { sql } from 'kysely';
import type { Fixture } from '../integration/access-sql-table.ts';
import { buildCase, buildSubscription, buildUser } from './builders.ts';

/** Sealed with the key of every test world. */
const CONTACT = keyringFrom(Buffer.alloc(32, 7)).seal('surat');

async function insert(db: Handle, statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> {
  const { rows } = await statement.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('nothing was written');
  return id;
}

/** Rows that lie in no region. */
export async function buildShared(db: Handle, stranger: number): Promise<void> {
  await sql`insert into audit_root (day, last_id, last_hash, signed_at, key_id, public_key, signature) values ('2024-01-01', 1, '\\x00', now(), 'uji', 'uji', '\\x00')`.execute(
    db,
  );
  await sql`insert into purge_certificate (class, items, doc, sha256) values ('uji', 1, '{}', '\\x00')`.execute(db);
  await sql`insert into user_conflict (user_id, kind, agency, declared_by) values (${stranger}, 'agency', 'Dinas Lain', ${stranger})`.execute(db);
}

export async function buildFixture(db: Handle, region: string, stranger: number): Promise<Fixture> {
  const f = {
    region,
    flagged: await buildCase(db, { region }),
    inReview: await buildCase(db, { region, state: 'IN_REVIEW' }),
    decided: await buildCase(db, { region, state: 'DISMISSED' }),
    forwarded: await buildCase(db, { region, state: 'FORWARDED' }),
    clarification: await buildCase(db, { region, state: 'CLARIFICATION' }),
    subscription: await buildSubscription(db, region),
    user: (await buildUser(db, ['analyst', region])).id,
  };
  for (const id of [f.inReview, f.decided])
    await sql`insert into case_opinion (case_id, user_id, finding, reason) values (${id}, ${stranger}, 'not_a_violation', 'uji')`.execute(db);
  await sql`insert into case_event (case_id, type, actor) values (${f.forwarded}, 'forwarded', ${stranger})`.execute(db);
  await sql`insert into delivery (case_id, subscription_id, event, payload) values (${f.forwarded}, ${f.subscription}, 'case.forwarded', '{}'), (${f.forwarded}, ${f.subscription}, 'case.withdrawn', '{}')`.execute(
    db,
  );
  await sql`insert into alert_wait (case_id, reason) values (${f.forwarded}, 'no_recipient')`.execute(db);
  const { rows } = await sql<{ id: string }>`insert into delivery_ack (delivery_id, by)
    select d.id, (select min(id) from app_user) from delivery d where d.case_id = ${f.forwarded} and d.event = 'case.forwarded' returning delivery_id as id`.execute(
    db,
  );
  await sql`insert into escalation_letter (case_id, addressee, content, prepared_by) values (${f.forwarded}, 'Kepala BKN', 'uji', (select min(id) from app_user))`.execute(
    db,
  );
  await sql`update cases set overdue_at = now() where id = ${f.decided}`.execute(db);
  await sql`insert into idempotency (user_id, key, request, status, body) values (${stranger}, ${`uji-${region}`}, '\\x00', 200, '{}')`.execute(db);
  const person = await insert(db, sql`select person_id as id from cases where id = ${f.forwarded}`);
  return {
    ...f,
    person,
    acknowledged: rows[0]?.id ?? '',
    import: await fileToImport(db, region, stranger),
    ...(await papers(db, f, stranger)),
    ...(await desk(db, { ...f, person }, stranger)),
  };
}

/** A register that somebody else has sent. */
async function fileToImport(db: Handle, region: string, stranger: number): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into register_import (kind, file_name, bytes_total, within, created_by)
    values ('accounts', 'uji.csv', 1, array[${region}], ${stranger}) returning id`.execute(db);
  const id = rows[0]?.id ?? '';
  await sql`insert into register_import_piece (import_id, n, bytes, sealed) values (${id}, 0, 1, '\\x00')`.execute(db);
  return id;
}

type Base = { region: string; flagged: number; inReview: number; decided: number; forwarded: number; clarification: number };

/** What hangs on cases: files, findings, hearings, records, attachments, packets, groups, views. */
async function papers(db: Handle, f: Base, stranger: number) {
  const hearing = (stage: string) =>
    insert(
      db,
      sql`insert into hearing (case_id, stage, summons_no, scheduled_at, place, summoned_by) values (${f.forwarded}, ${stage}, 'S-0', now(), 'Kantor', ${stranger}) returning id`,
    );
  const packet = () =>
    insert(db, sql`insert into packet (case_id, recipient, reason, requested_by) values (${f.forwarded}, 'BKN', 'uji', ${stranger}) returning id`);
  for (const stage of ['BAWASLU', 'PPK']) {
    await sql`insert into case_record (case_id, kind, stage, content, by) values (${f.forwarded}, 'answer', ${stage}, '{}', ${stranger})`.execute(db);
    await sql`insert into case_attachment (case_id, stage, kind, file_name, media_type, size, sha256, content, added_by)
      values (${f.forwarded}, ${stage}, 'other', 'uji.txt', 'text/plain', 1, '\\x00', '\\x41', ${stranger})`.execute(db);
  }
  await sql`insert into case_record (case_id, kind, stage, content, by) values (${f.inReview}, 'reopening', 'BAWASLU', '{}', ${stranger})`.execute(db);
  const released = await packet();
  const other = await buildUser(db, ['commissioner', 'ID']);
  await sql`insert into packet_release (packet_id, requested_by, released_by, reason) values (${released}, ${stranger}, ${other.id}, 'uji')`.execute(db);
  const group = await insert(db, sql`insert into case_group (scope, sha256, minima, bands) values (${`uji-${f.region}`}, '\\x00', '{}', '{}') returning id`);
  const members = [await buildCase(db, { region: f.region }), await buildCase(db, { region: f.region })];
  await sql`update cases set group_id = ${group} where id = any(${members})`.execute(db);
  await sql`insert into group_preview (user_id, group_id, cases) values (${stranger}, ${group}, '[]')`.execute(db);
  const view = (role: string | null) =>
    insert(
      db,
      sql`insert into saved_view (name, filter, owner, role, region) values (${`uji ${f.region}`}, '{}', ${stranger}, ${role}, ${role === null ? null : f.region}) returning id`,
    );
  return {
    hearingHouse: await hearing('BAWASLU'),
    hearingOffice: await hearing('PPK'),
    packet: await packet(),
    released,
    group,
    view: await view(null),
    shared: await view('analyst'),
    file: await insert(
      db,
      sql`insert into case_file (person_id, contest, region, created_by) select person_id, 'uji', region, ${stranger} from cases where id = ${f.forwarded} returning id`,
    ),
    finding: await insert(
      db,
      sql`insert into finding (number, region, plenary_no, plenary_on, form_a, form_b2, decided_by)
        values (${`U/${f.region}`}, ${f.region}, '1', '2024-06-01', '{}', '{}', ${stranger}) returning id`,
    ),
  };
}

/** What the desks keep: holds, links, requests, keys. */
async function desk(db: Handle, f: Base & { person: number }, stranger: number) {
  const request = await insert(
    db,
    sql`insert into subject_request (kind, matter, region, received_at, due_at, contact_sealed, wish, received_by)
      values ('access', 'own_data', ${f.region}, now(), now() + interval '3 days', ${CONTACT}, 'uji', ${stranger}) returning id`,
  );
  await sql`insert into case_mark (case_id, request_id, mark) values (${f.forwarded}, ${request}, 'withdraw')`.execute(db);
  return {
    request,
    hold: await insert(
      db,
      sql`insert into legal_hold (case_id, reason, legal_basis, placed_by) values (${f.forwarded}, 'uji', 'uji', ${stranger}) returning id`,
    ),
    link: await insert(
      db,
      sql`insert into statement_link (case_id, token_hash, code_hash, created_by, expires_at)
        values (${await buildCase(db, { region: f.region, state: 'CLARIFICATION' })}, ${Buffer.from(`uji ${f.region}`)}, 'x', ${stranger}, now() + interval '1 day') returning id`,
    ),
    key: await insert(db, sql`insert into api_key (key_hash, name, region) values (${Buffer.from(`uji ${f.region}`)}, 'uji', ${f.region}) returning id`),
  };
}
