/**
 * Who may do what by direct SQL as the api's database role with that user's setting: the second door, when the first one fails.
 * Written by hand, imported by no source file. A role that is not named may do it nowhere.
 */
import type { Role } from '@pantau/domain';
import { RELATIONS, type Relation, ROLES } from './access-table.ts';

const IN: Relation[] = ['own', 'child'];
const WORKERS: Role[] = ['analyst', 'second_reviewer', 'commissioner', 'handling_officer'];
const DECIDERS: Role[] = [...WORKERS, 'auditor'];
const HANDLERS: Role[] = ['commissioner', 'handling_officer'];
const OFFICE: Role[] = ['personnel_office'];
const ADMIN: Role[] = ['system_admin'];

type Allowed = Partial<Record<Role, Relation[]>>;
const may = (roles: readonly Role[], where: Relation[] = IN): Allowed => Object.fromEntries(roles.map((r) => [r, where]));
const NOBODY: Allowed = {};

export interface Fixture {
  flagged: number;
  inReview: number;
  decided: number;
  forwarded: number;
  clarification: number;
  group: number;
  person: number;
  subscription: number;
  user: number;
  key: number;
  file: number;
  finding: number;
  hearingHouse: number;
  hearingOffice: number;
  hold: number;
  packet: number;
  released: number;
  view: number;
  shared: number;
  link: number;
  request: number;
  import: string;
  /** A delivery that was acknowledged. */
  acknowledged: string;
  region: string;
}

export interface Who {
  me: number;
  stranger: number;
  /** Somebody else again. */
  other: number;
}

export interface SqlAct {
  /** The table whose policies it tries first. */
  table: string;
  allowed: Allowed;
  /** Rows seen or written; none, and a refusal by the database, are both "no". */
  sql: (f: Fixture, w: Who) => [string, unknown[]];
}

const see = (table: string, allowed: Allowed, sql: SqlAct['sql']): SqlAct => ({ table, allowed, sql });
const event = 'insert into case_event (case_id, type, actor) values ($1, $2, $3)';
const opinion = "insert into case_opinion (case_id, user_id, finding) values ($1, $2, 'plausible')";
const delivery = "insert into delivery (case_id, subscription_id, event, payload) values ($1, $2, 'uji', '{}')";
const record = "insert into case_record (case_id, kind, stage, content, by) values ($1, 'answer', $2, '{}', $3)";
const attachment = `insert into case_attachment (case_id, stage, kind, file_name, media_type, size, sha256, content, added_by)
  values ($1, $2, 'other', 'uji.txt', 'text/plain', 1, '\\x00', '\\x41', $3)`;
const hearing = "insert into hearing (case_id, stage, summons_no, scheduled_at, place, summoned_by) values ($1, $2, 'S-9', now(), 'Kantor', $3)";
const heard = "update hearing set outcome = 'absent', recorded_by = $2, recorded_at = now() where id = $1";

export const SQL_ACTS: Record<string, SqlAct> = {
  see_import: see('register_import', may(['register_admin', 'auditor']), (f) => ['select 1 from register_import where id = $1', [f.import]]),
  begin_import: see('register_import', may(['register_admin'], ['own']), (f, w) => [
    "insert into register_import (kind, file_name, bytes_total, within, created_by) values ('accounts', 'uji.csv', 1, array[$1], $2)",
    [f.region, w.me],
  ]),
  confirm_import_of_another: see('register_import', NOBODY, (f) => ["update register_import set state = 'publishing' where id = $1", [f.import]]),
  see_piece_of_another: see('register_import_piece', NOBODY, (f) => ['select n from register_import_piece where import_id = $1', [f.import]]),

  see_case: see('cases', may(DECIDERS), (f) => ['select 1 from cases where id = $1', [f.flagged]]),
  see_forwarded_case: see('cases', may([...DECIDERS, ...OFFICE]), (f) => ['select 1 from cases where id = $1', [f.forwarded]]),
  change_case: see('cases', may(WORKERS), (f) => ["update cases set state = 'IN_REVIEW' where id = $1", [f.flagged]]),
  change_forwarded_case: see('cases', may([...WORKERS, ...OFFICE]), (f) => ["update cases set state = 'PPK_EXAM' where id = $1", [f.forwarded]]),
  skip_steps: see('cases', NOBODY, (f) => ["update cases set state = 'FORWARDED' where id = $1", [f.flagged]]),
  see_evidence: see('evidence', may(DECIDERS), (f) => ['select 1 from evidence where case_id = $1', [f.flagged]]),
  see_evidence_of_forwarded: see('evidence', may([...DECIDERS, ...OFFICE]), (f) => ['select 1 from evidence where case_id = $1', [f.forwarded]]),

  see_event_of_flagged: see('case_event', may(DECIDERS), (f) => ['select 1 from case_event where case_id = $1', [f.flagged]]),
  see_opening_of_forwarded: see('case_event', may(DECIDERS), (f) => ["select 1 from case_event where case_id = $1 and type = 'opened'", [f.forwarded]]),
  see_forwarding: see('case_event', may([...DECIDERS, ...OFFICE]), (f) => [
    "select 1 from case_event where case_id = $1 and type = 'forwarded'",
    [f.forwarded],
  ]),
  add_event: see('case_event', may(WORKERS), (f, w) => [event, [f.flagged, 'uji', w.me]]),
  add_event_of_office: see('case_event', may([...WORKERS, ...OFFICE]), (f, w) => [event, [f.forwarded, 'uji', w.me]]),
  add_event_for_another: see('case_event', NOBODY, (f, w) => [event, [f.flagged, 'uji', w.stranger]]),
  decide_as_system: see('case_event', NOBODY, (f) => [event, [f.flagged, 'confirmed', null]]),

  see_opinion_in_review: see('case_opinion', NOBODY, (f) => ['select 1 from case_opinion where case_id = $1', [f.inReview]]),
  see_opinion_decided: see('case_opinion', may(DECIDERS), (f) => ['select 1 from case_opinion where case_id = $1', [f.decided]]),
  add_opinion: see('case_opinion', may(['analyst', 'second_reviewer']), (f, w) => [opinion, [f.flagged, w.me]]),
  add_opinion_for_another: see('case_opinion', NOBODY, (f, w) => [opinion, [f.flagged, w.stranger]]),
  undo_opinion_of_another: see('case_opinion', NOBODY, (f) => ['update case_opinion set undone_at = now() where case_id = $1', [f.decided]]),

  add_delivery: see('delivery', may(['commissioner']), (f) => [delivery, [f.forwarded, f.subscription]]),
  add_delivery_unforwarded: see('delivery', NOBODY, (f) => [delivery, [f.flagged, f.subscription]]),
  see_delivery_of_forwarded: see('delivery', may([...DECIDERS, ...OFFICE]), (f) => ['select 1 from delivery where case_id = $1', [f.forwarded]]),
  see_alert_wait: see('alert_wait', may([...HANDLERS, 'auditor']), (f) => ['select 1 from alert_wait where case_id = $1', [f.forwarded]]),
  add_alert_wait: see('alert_wait', may(['commissioner']), (f) => ["insert into alert_wait (case_id, reason) values ($1, 'no_recipient')", [f.clarification]]),
  change_alert_wait: see('alert_wait', may(['commissioner']), (f) => [
    "update alert_wait set reason = 'conflict_of_interest' where case_id = $1",
    [f.forwarded],
  ]),
  see_acknowledgement: see('delivery_ack', may([...DECIDERS, ...OFFICE]), (f) => ['select 1 from delivery_ack where delivery_id = $1', [f.acknowledged]]),
  acknowledge: see('delivery_ack', may(OFFICE), (f, w) => [ACKNOWLEDGE, [f.forwarded, 'case.withdrawn', w.me]]),
  acknowledge_for_another: see('delivery_ack', NOBODY, (f, w) => [ACKNOWLEDGE, [f.forwarded, 'case.withdrawn', w.stranger]]),
  see_letter: see('escalation_letter', may([...HANDLERS, 'auditor']), (f) => ['select 1 from escalation_letter where case_id = $1', [f.forwarded]]),
  prepare_letter: see('escalation_letter', may(HANDLERS), (f, w) => [LETTER, [f.decided, w.me]]),
  prepare_letter_for_another: see('escalation_letter', NOBODY, (f, w) => [LETTER, [f.decided, w.stranger]]),
  prepare_letter_in_time: see('escalation_letter', NOBODY, (f, w) => [LETTER, [f.clarification, w.me]]),
  release_letter: see('escalation_letter', may(['commissioner']), (f, w) => [LETTER_OUT, [f.forwarded, w.me]]),
  release_letter_for_another: see('escalation_letter', NOBODY, (f, w) => [LETTER_OUT, [f.forwarded, w.stranger]]),
  see_subscription: see('subscription', { ...may(['auditor', 'system_admin', ...OFFICE]), commissioner: ['own', 'child', 'parent'] }, (f) => [
    'select 1 from (select id from subscription) s where s.id = $1',
    [f.subscription],
  ]),

  see_subject: see('person', may(['commissioner', 'auditor', ...OFFICE]), (f) => ['select 1 from forwarded_subject($1)', [f.forwarded]]),
  see_subject_before: see('person', NOBODY, (f) => ['select 1 from forwarded_subject($1)', [f.flagged]]),
  unmask_forwarded: see('person', may([...DECIDERS, ...OFFICE]), (f) => ["select 1 from case_identity($1, 'uji matriks akses')", [f.forwarded]]),
  unmask_flagged: see('person', NOBODY, (f) => ["select 1 from case_identity($1, 'uji matriks akses')", [f.flagged]]),
  unmask_without_purpose: see('person', NOBODY, (f) => ["select 1 from case_identity($1, '')", [f.forwarded]]),
  see_whole_file: see('person', may(['handling_officer']), (f) => [
    "select 1 from subject_file($1, 'uji matriks akses', 10) x where x is not null",
    [f.person],
  ]),
  see_accounts_of_person: see('person', may(['handling_officer']), (f) => ['select 1 from desk_accounts($1)', [f.person]]),
  see_persons: see('person', NOBODY, () => ['select 1 from person', []]),
  see_accounts: see('account', NOBODY, () => ['select 1 from account', []]),
  break_lease: see('cases', may(['commissioner', ...ADMIN]), (f) => ["select 1 from break_lease($1, 'uji matriks akses')", [f.flagged]]),

  see_audit: see('audit_log', may(['auditor'], RELATIONS), () => ['select 1 from audit_log limit 1', []]),
  see_root: see('audit_root', may(['auditor'], RELATIONS), () => ['select 1 from audit_root limit 1', []]),
  see_waiting_audit: see('audit_pending', NOBODY, () => ['select 1 from audit_pending', []]),
  see_answer_of_another: see('idempotency', NOBODY, (_, w) => ['select 1 from idempotency where user_id = $1', [w.stranger]]),
  forge_answer_of_another: see('idempotency', NOBODY, (_, w) => [
    "insert into idempotency (user_id, key, request, status, body) values ($1, 'x', '\\x00', 200, '{}')",
    [w.stranger],
  ]),

  see_user: see('app_user', may(['auditor', ...ADMIN]), (f) => ['select username from app_user where id = $1', [f.user]]),
  see_passwords: see('app_user', NOBODY, () => ['select password_hash from app_user', []]),
  add_user: see('app_user', may(ADMIN), (f) => [
    "insert into app_user (username, display_name, password_hash, region) values ('uji-akses', 'Uji', 'x', $1)",
    [f.region],
  ]),
  change_user: see('app_user', may(ADMIN), (f) => ['update app_user set active = false where id = $1', [f.user]]),
  change_self: see('app_user', NOBODY, (_, w) => ['update app_user set locked_until = null where id = $1', [w.me]]),
  see_roles: see('user_role', may(['auditor', ...ADMIN]), (f) => ['select 1 from user_role where user_id = $1', [f.user]]),
  grant_role: see('user_role', may(ADMIN), (f) => ["insert into user_role values ($1, 'auditor', $2)", [f.user, f.region]]),
  grant_role_beyond: see('user_role', NOBODY, (f) => ["insert into user_role values ($1, 'auditor', 'ID')", [f.user]]),
  grant_role_to_self: see('user_role', NOBODY, (f, w) => ["insert into user_role values ($1, 'analyst', $2)", [w.me, f.region]]),
  revoke_role: see('user_role', may(ADMIN), (f) => ['delete from user_role where user_id = $1', [f.user]]),
  see_sessions: see('session', NOBODY, () => ['select 1 from session', []]),
  see_factors: see('user_totp', NOBODY, () => ['select 1 from user_totp', []]),
  see_recovery_codes: see('user_recovery_code', NOBODY, () => ['select 1 from user_recovery_code', []]),
  end_sessions: see('session', may(ADMIN), (f) => ['select end_sessions($1)', [f.user]]),
  drop_factor: see('user_totp', may(ADMIN), (f) => ['select drop_second_factor($1)', [f.user]]),
  merge_with_self: see('app_user', NOBODY, (f, w) => ['select merge_people($1, $2)', [f.user, w.me]]),
  see_key: see('api_key', may(['auditor', ...ADMIN]), (f) => ['select name from api_key where id = $1', [f.key]]),
  see_key_hash: see('api_key', NOBODY, () => ['select key_hash from api_key', []]),
  add_key: see('api_key', may(ADMIN), (f, w) => ["insert into api_key (key_hash, name, region, created_by) values ('\\x01', 'uji', $1, $2)", [f.region, w.me]]),
  add_key_for_another: see('api_key', NOBODY, (f, w) => [
    "insert into api_key (key_hash, name, region, created_by) values ('\\x01', 'uji', $1, $2)",
    [f.region, w.stranger],
  ]),
  end_key: see('api_key', may(ADMIN), (f) => ['update api_key set revoked_at = now() where id = $1', [f.key]]),

  see_file: see('case_file', may(DECIDERS), (f) => ['select 1 from case_file where id = $1', [f.file]]),
  open_file: see('case_file', may(HANDLERS), (f, w) => [
    "insert into case_file (person_id, contest, region, created_by) values ($1, 'uji', $2, $3)",
    [f.person, f.region, w.me],
  ]),
  open_file_for_another: see('case_file', NOBODY, (f, w) => [
    "insert into case_file (person_id, contest, region, created_by) values ($1, 'uji', $2, $3)",
    [f.person, f.region, w.stranger],
  ]),
  see_finding: see('finding', may(DECIDERS), (f) => ['select 1 from finding where id = $1', [f.finding]]),
  decide_finding: see('finding', may(['commissioner']), (f, w) => [FINDING, ['U/1', f.region, w.me]]),
  decide_finding_for_another: see('finding', NOBODY, (f, w) => [FINDING, ['U/1', f.region, w.stranger]]),
  see_record_in_review: see('case_record', NOBODY, (f) => ['select 1 from case_record where case_id = $1', [f.inReview]]),
  see_record_of_house: see('case_record', may(DECIDERS), (f) => ["select 1 from case_record where case_id = $1 and stage = 'BAWASLU'", [f.forwarded]]),
  see_record_of_office: see('case_record', may([...DECIDERS, ...OFFICE]), (f) => [
    "select 1 from case_record where case_id = $1 and stage = 'PPK'",
    [f.forwarded],
  ]),
  add_record_of_house: see('case_record', may(WORKERS), (f, w) => [record, [f.forwarded, 'BAWASLU', w.me]]),
  add_record_of_office: see('case_record', may(OFFICE), (f, w) => [record, [f.forwarded, 'PPK', w.me]]),
  add_record_for_another: see('case_record', NOBODY, (f, w) => [record, [f.forwarded, 'BAWASLU', w.stranger]]),
  see_attachment_of_house: see('case_attachment', may(DECIDERS), (f) => [
    "select 1 from case_attachment where case_id = $1 and stage = 'BAWASLU'",
    [f.forwarded],
  ]),
  see_attachment_of_office: see('case_attachment', may([...DECIDERS, ...OFFICE]), (f) => [
    "select 1 from case_attachment where case_id = $1 and stage = 'PPK'",
    [f.forwarded],
  ]),
  add_attachment_of_house: see('case_attachment', may(HANDLERS), (f, w) => [attachment, [f.forwarded, 'BAWASLU', w.me]]),
  add_attachment_of_office: see('case_attachment', may(OFFICE), (f, w) => [attachment, [f.forwarded, 'PPK', w.me]]),
  add_attachment_for_another: see('case_attachment', NOBODY, (f, w) => [attachment, [f.forwarded, 'BAWASLU', w.stranger]]),
  see_hearing_of_house: see('hearing', may(DECIDERS), (f) => ['select 1 from hearing where id = $1', [f.hearingHouse]]),
  see_hearing_of_office: see('hearing', may([...DECIDERS, ...OFFICE]), (f) => ['select 1 from hearing where id = $1', [f.hearingOffice]]),
  summon: see('hearing', may(['handling_officer']), (f, w) => [hearing, [f.forwarded, 'BAWASLU', w.me]]),
  summon_for_office: see('hearing', may(OFFICE), (f, w) => [hearing, [f.forwarded, 'PPK', w.me]]),
  summon_for_another: see('hearing', NOBODY, (f, w) => [hearing, [f.forwarded, 'BAWASLU', w.stranger]]),
  record_hearing: see('hearing', may(['handling_officer']), (f, w) => [heard, [f.hearingHouse, w.me]]),
  record_examination: see('hearing', may(OFFICE), (f, w) => [heard, [f.hearingOffice, w.me]]),
  record_for_another: see('hearing', NOBODY, (f, w) => [heard, [f.hearingHouse, w.stranger]]),
  see_conflict_of_another: see('user_conflict', may(['auditor', ...ADMIN], RELATIONS), (_, w) => [
    'select 1 from user_conflict where user_id = $1',
    [w.stranger],
  ]),
  declare_conflict: see('user_conflict', may(ROLES, RELATIONS), (_, w) => [
    "insert into user_conflict (user_id, kind, agency, declared_by) values ($1, 'agency', 'Dinas', $1)",
    [w.me],
  ]),
  declare_for_another: see('user_conflict', NOBODY, (_, w) => [
    "insert into user_conflict (user_id, kind, agency, declared_by) values ($1, 'agency', 'Dinas', $2)",
    [w.stranger, w.me],
  ]),

  see_preview_of_another: see('group_preview', NOBODY, (_, w) => ['select 1 from group_preview where user_id = $1', [w.stranger]]),
  add_preview_for_another: see('group_preview', NOBODY, (f, w) => [
    "insert into group_preview (user_id, group_id, cases) values ($1, $2, '[]')",
    [w.stranger, f.group],
  ]),
  see_view_of_another: see('saved_view', NOBODY, (f) => ['select 1 from saved_view where id = $1', [f.view]]),
  see_shared_view: see('saved_view', { analyst: ['own', 'child', 'parent'], commissioner: IN }, (f) => ['select 1 from saved_view where id = $1', [f.shared]]),
  share_view: see('saved_view', may(['commissioner']), (f, w) => [
    "insert into saved_view (name, filter, owner, role, region) values ('uji', '{}', $1, 'analyst', $2)",
    [w.me, f.region],
  ]),
  add_view_for_another: see('saved_view', NOBODY, (_, w) => ["insert into saved_view (name, filter, owner) values ('uji', '{}', $1)", [w.stranger]]),
  change_view_of_another: see('saved_view', NOBODY, (f) => ["update saved_view set name = 'lain' where id = $1", [f.view]]),
  change_shared_view: see('saved_view', may(['commissioner']), (f) => ["update saved_view set name = 'lain' where id = $1", [f.shared]]),
  remove_view_of_another: see('saved_view', NOBODY, (f) => ['delete from saved_view where id = $1', [f.view]]),
  remove_shared_view: see('saved_view', may(['commissioner']), (f) => ['delete from saved_view where id = $1', [f.shared]]),

  see_packet: see('packet', may([...HANDLERS, 'auditor']), (f) => ['select 1 from packet where id = $1', [f.packet]]),
  ask_packet: see('packet', may(HANDLERS), (f, w) => [
    "insert into packet (case_id, recipient, reason, requested_by) values ($1, 'BKN', 'uji', $2)",
    [f.forwarded, w.me],
  ]),
  ask_packet_for_another: see('packet', NOBODY, (f, w) => [
    "insert into packet (case_id, recipient, reason, requested_by) values ($1, 'BKN', 'uji', $2)",
    [f.forwarded, w.stranger],
  ]),
  ask_packet_too_early: see('packet', NOBODY, (f, w) => [
    "insert into packet (case_id, recipient, reason, requested_by) values ($1, 'BKN', 'uji', $2)",
    [f.flagged, w.me],
  ]),
  see_release: see('packet_release', may([...HANDLERS, 'auditor']), (f) => ['select 1 from packet_release where packet_id = $1', [f.released]]),
  release_packet: see('packet_release', may(HANDLERS), (f, w) => [RELEASE, [f.packet, w.stranger, w.me]]),
  release_packet_for_another: see('packet_release', NOBODY, (f, w) => [RELEASE, [f.packet, w.stranger, w.other]]),
  open_packet_of_others: see('packet_release', NOBODY, (f) => ['select 1 from packet_subject($1)', [f.released]]),

  see_hold: see('legal_hold', may([...HANDLERS, 'auditor']), (f) => ['select 1 from legal_hold where id = $1', [f.hold]]),
  place_hold: see('legal_hold', may(HANDLERS), (f, w) => [HOLD, [f.decided, w.me]]),
  place_hold_for_another: see('legal_hold', NOBODY, (f, w) => [HOLD, [f.decided, w.stranger]]),
  confirm_hold: see('legal_hold', may(['commissioner']), (f, w) => [
    'update legal_hold set confirmed_by = $2, confirmed_at = now() where id = $1',
    [f.hold, w.me],
  ]),
  see_certificate: see('purge_certificate', may(['auditor', 'commissioner'], RELATIONS), () => ['select 1 from purge_certificate limit 1', []]),
  see_link: see('statement_link', may([...HANDLERS, 'auditor']), (f) => ['select 1 from (select id from statement_link) l where l.id = $1', [f.link]]),
  make_link: see('statement_link', may(['handling_officer']), (f, w) => [LINK, [f.clarification, w.me]]),
  make_link_for_another: see('statement_link', NOBODY, (f, w) => [LINK, [f.clarification, w.stranger]]),
  revoke_link: see('statement_link', may(['handling_officer']), (f) => [
    "update statement_link set closed_at = now(), closed_as = 'revoked' where id = $1",
    [f.link],
  ]),
  see_request: see('subject_request', may([...HANDLERS, 'auditor']), (f) => ['select 1 from (select id from subject_request) r where r.id = $1', [f.request]]),
  receive_request: see('subject_request', may(['handling_officer']), (f, w) => [REQUEST, [f.region, w.me]]),
  receive_request_for_another: see('subject_request', NOBODY, (f, w) => [REQUEST, [f.region, w.stranger]]),
  handle_request: see('subject_request', may(['handling_officer']), (f) => ['update subject_request set revision = revision + 1 where id = $1', [f.request]]),
  see_mark: see('case_mark', may([...HANDLERS, 'auditor']), (f) => ['select 1 from case_mark where case_id = $1', [f.forwarded]]),
};

const FINDING = "insert into finding (number, region, plenary_no, plenary_on, form_a, form_b2, decided_by) values ($1, $2, '1', '2024-06-01', '{}', '{}', $3)";
const ACKNOWLEDGE = 'insert into delivery_ack (delivery_id, by) select id, $3 from delivery where case_id = $1 and event = $2';
const LETTER = "insert into escalation_letter (case_id, addressee, content, prepared_by) values ($1, 'Kepala BKN', 'uji', $2)";
const LETTER_OUT = "update escalation_letter set number = 'S-1', released_by = $2, released_at = now() where case_id = $1";
const RELEASE = "insert into packet_release (packet_id, requested_by, released_by, reason) values ($1, $2, $3, 'uji')";
const HOLD = "insert into legal_hold (case_id, reason, legal_basis, placed_by) values ($1, 'uji', 'uji', $2)";
const LINK = "insert into statement_link (case_id, token_hash, code_hash, created_by, expires_at) values ($1, '\\x77', 'x', $2, now() + interval '1 day')";
const REQUEST = `insert into subject_request (kind, matter, region, received_at, due_at, contact_sealed, wish, received_by)
  values ('access', 'own_data', $1, now(), now() + interval '3 days', '\\x00', 'uji', $2)`;
