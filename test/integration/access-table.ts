/**
 * Who may do what over HTTP, written by hand from the role text of the design and imported by no source file.
 * A list names the regions (seen from a user bound to one regency) where it is allowed; everywhere else the case does not
 * exist for them (404). `403`: the role has no business with the route at all. The same for SQL: access-sql-table.ts.
 */
import type { Role } from '@pantau/domain';

export type Relation = 'own' | 'sibling' | 'parent' | 'child';
export const USER_REGION = '16.73';
export const REGIONS: Record<Relation, string> = { own: '16.73', sibling: '16.74', parent: '16', child: '16.73.01' };
export const RELATIONS: Relation[] = ['own', 'sibling', 'parent', 'child'];

export const ROLES: Role[] = [
  'analyst',
  'second_reviewer',
  'commissioner',
  'handling_officer',
  'personnel_office',
  'stats_reader',
  'register_admin',
  'rules_author',
  'rules_approver',
  'auditor',
  'system_admin',
];

const IN: Relation[] = ['own', 'child'];
const NO: Relation[] = [];

export type CaseRoute = 'read' | 'read_forwarded' | 'list' | 'claim' | 'heartbeat' | 'release' | 'opinions' | 'forward';
type Row = Record<CaseRoute, Relation[] | 403>;
const outside: Row = { read: 403, read_forwarded: 403, list: 403, claim: 403, heartbeat: 403, release: 403, opinions: 403, forward: 403 };
const reviewer: Row = { read: IN, read_forwarded: IN, list: IN, claim: IN, heartbeat: IN, release: IN, opinions: IN, forward: 403 };
const reader: Row = { ...outside, read: IN, read_forwarded: IN, list: IN };

export const CASE_ROUTES: Record<Role, Row> = {
  analyst: reviewer,
  second_reviewer: reviewer,
  commissioner: { ...reader, forward: IN },
  handling_officer: reader,
  personnel_office: { ...outside, read: NO, read_forwarded: IN, list: NO },
  stats_reader: outside,
  register_admin: outside,
  rules_author: outside,
  rules_approver: outside,
  auditor: reader,
  system_admin: outside,
};

const REVIEWERS: Role[] = ['analyst', 'second_reviewer'];
const DECIDERS: Role[] = ['analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor'];
const READERS: Role[] = [...DECIDERS, 'personnel_office'];
const HANDLERS: Role[] = ['commissioner', 'handling_officer'];
const INSIDE: Role[] = ROLES.filter((r) => r !== 'personnel_office' && r !== 'stats_reader');

const later = '2031-01-05T02:00:00Z';
const reason = { reason: 'alasan untuk uji akses' };

/**
 * Routes on one case that was forwarded: the roles that may use them in `own` and `child`. For them the answer is a success or a
 * refusal of the step itself (409, 412, 422), in other regions 404; all other roles are refused (403) everywhere.
 */
export const STEP_ROUTES: Record<string, { roles: Role[]; body?: object; match?: false; relations?: Relation[] }> = {
  'GET proceedings': { roles: READERS },
  'GET other-posts': { roles: DECIDERS },
  'GET statement-of-reasons': { roles: DECIDERS },
  'GET packets': { roles: [...HANDLERS, 'auditor'] },
  'GET attachments/{attachment}': { roles: READERS },
  'GET statement-links': { roles: [...HANDLERS, 'auditor'] },
  'POST statement-link': { roles: ['handling_officer'], match: false },
  'POST legal-holds': { roles: HANDLERS, body: { ...reason, legal_basis: 'UU 14/2008' }, match: false },
  'POST undo': { roles: REVIEWERS },
  'POST reopen': { roles: [...REVIEWERS, 'commissioner'], body: { ground: 'error', ...reason } },
  'POST finding': { roles: ['commissioner'], body: { plenary_no: '1/UJI', plenary_on: '2024-06-03', form_a: {}, form_b2: {} } },
  'POST registration': { roles: ['handling_officer'], body: {} },
  'POST summons': { roles: ['handling_officer'], body: { summons_no: 'S-1', scheduled_at: later, place: 'Kantor' } },
  'POST hearings': { roles: ['handling_officer'], body: { outcome: 'absent' } },
  'POST statements': { roles: ['handling_officer'], body: { text: 'Keterangan uji.' } },
  'POST extension': { roles: HANDLERS, body: reason },
  'POST study': { roles: ['commissioner'], body: { result: 'not_proven', ...reason } },
  'POST criminal-track': { roles: ['commissioner'], body: reason },
  'POST close': { roles: ['handling_officer'], body: { report: 'Laporan uji.' } },
  'POST split': { roles: HANDLERS, body: reason },
  'POST readdress': { roles: ['commissioner'], body: reason },
  'POST withdraw': { roles: ['commissioner'], body: reason },
  'POST answer': { roles: ['personnel_office'], body: { answer: 'not_ours', note: 'Bukan pegawai kami.' } },
  'POST receipt': { roles: ['personnel_office'], body: { number: 'T-1' } },
  'POST examination-summons': { roles: ['personnel_office'], body: { summons_no: 'P-1', scheduled_at: later, place: 'Kantor' } },
  'POST examination': { roles: ['personnel_office'], body: { outcome: 'absent' } },
  'POST decision': { roles: ['personnel_office'], body: { sanction: 'NONE', sanction_text: 'Tidak ada.', number: 'K-1', decided_on: '2024-07-01' } },
  'POST appeal': { roles: ['personnel_office', 'handling_officer'], body: { kind: 'banding', filed_on: '2024-07-02', grounds: 'Keberatan uji.' } },
  'POST appeal-decision': {
    roles: ['personnel_office'],
    body: { result: 'upheld', sanction: 'NONE', sanction_text: 'Tidak ada.', number: 'B-1', decided_on: '2024-07-03' },
  },
  'POST alert': { roles: ['commissioner'], match: false },
  'POST acknowledgement': { roles: ['personnel_office'], match: false },
  'GET escalation-letters': { roles: [...HANDLERS, 'auditor'] },
  'POST escalation-letter': { roles: HANDLERS, body: { to: 'oversight' }, match: false },
  'POST escalation-letter-release': { roles: ['commissioner'], body: { number: 'S-1' }, match: false },
  'POST identity': { roles: READERS, body: { purpose: 'uji matriks akses' }, match: false },
  'POST packets': { roles: HANDLERS, body: { recipient: 'BKN', ...reason }, match: false },
  // The one thing an administrator does with a case, without reading it: taking a forgotten lease away.
  'POST break-lease': { roles: ['commissioner', 'system_admin'], body: reason, match: false },
};

export interface ObjectRoute {
  object: 'user' | 'key' | 'packet' | 'released' | 'file' | 'view' | 'group' | 'hold' | 'request';
  roles: Role[];
  relations: Relation[];
  body?: object;
  /** What those roles are told in these regions, when the thing is not theirs. */
  inside?: 403;
}

/** Routes on another thing that lies in a region; `object` names the fixture whose id stands for `{id}`. */
export const OBJECT_ROUTES: Record<string, ObjectRoute> = {
  'GET /v1/users/{id}': { object: 'user', roles: ['system_admin', 'auditor'], relations: IN },
  'POST /v1/users/{id}/password': { object: 'user', roles: ['system_admin'], relations: IN },
  'POST /v1/users/{id}/roles': { object: 'user', roles: ['system_admin'], relations: IN, body: {} },
  'POST /v1/users/{id}/identity': { object: 'user', roles: ['system_admin'], relations: IN, body: { identity: null } },
  'POST /v1/users/{id}/same-person': { object: 'user', roles: ['system_admin'], relations: IN, body: { user_id: 'another' } },
  'POST /v1/users/{id}/deactivate': { object: 'user', roles: ['system_admin'], relations: IN },
  'POST /v1/users/{id}/activate': { object: 'user', roles: ['system_admin'], relations: IN },
  'POST /v1/users/{id}/unlock': { object: 'user', roles: ['system_admin'], relations: IN },
  'POST /v1/users/{id}/reset-second-factor': { object: 'user', roles: ['system_admin'], relations: IN },
  'POST /v1/api-keys/{id}/rotate': { object: 'key', roles: ['system_admin'], relations: IN, body: {} },
  'POST /v1/api-keys/{id}/revoke': { object: 'key', roles: ['system_admin'], relations: IN },
  'POST /v1/packets/{id}/release': { object: 'packet', roles: HANDLERS, relations: IN, body: reason },
  // Only who asked for it or released it; here those are two others, and that it exists is no secret inside the region.
  'GET /v1/packets/{id}': { object: 'released', roles: HANDLERS, relations: IN, inside: 403 },
  'POST /v1/legal-holds/{id}/confirmation': { object: 'hold', roles: ['commissioner'], relations: IN },
  'POST /v1/legal-holds/{id}/lift-request': { object: 'hold', roles: ['commissioner'], relations: IN, body: reason },
  'POST /v1/legal-holds/{id}/lift': { object: 'hold', roles: ['commissioner'], relations: IN },
  'GET /v1/subject-requests/{id}': { object: 'request', roles: [...HANDLERS, 'auditor'], relations: IN },
  'POST /v1/subject-requests/{id}/answer': {
    object: 'request',
    roles: ['handling_officer'],
    relations: IN,
    body: { outcome: 'granted', answer: 'Jawaban uji.' },
  },
  'POST /v1/subject-requests/{id}/refusal': {
    object: 'request',
    roles: ['handling_officer'],
    relations: IN,
    body: { refusal: 'not_held_here', answer: 'Jawaban uji.' },
  },
  'GET /v1/case-files/{id}': { object: 'file', roles: DECIDERS, relations: IN },
  // A view of somebody else's own.
  'PATCH /v1/views/{id}': { object: 'view', roles: READERS, relations: NO, body: { name: 'lain' } },
  'DELETE /v1/views/{id}': { object: 'view', roles: READERS, relations: NO },
  'GET /v1/case-groups/{id}/preview': { object: 'group', roles: REVIEWERS, relations: IN },
};

/** Routes without an object: the roles that get an answer; all others 403. Bodies in `OTHER_BODIES`. */
export const OTHER_ROUTES: Record<string, readonly Role[]> = {
  'GET /v1/me': ROLES,
  'GET /v1/me/sessions': ROLES,
  'GET /v1/me/second-factor': ROLES,
  'GET /v1/me/conflicts': REVIEWERS,
  'POST /v1/me/conflicts': REVIEWERS,
  'GET /v1/regions': ROLES,
  'GET /v1/vocabulary': ROLES,
  'GET /v1/register': INSIDE,
  'GET /v1/imports': INSIDE,
  'GET /v1/sources': INSIDE,
  'GET /v1/contests/akses-uji': ROLES.filter((r) => r !== 'stats_reader'),
  'GET /v1/cases/counts': READERS,
  'GET /v1/stats/cases': DECIDERS,
  'POST /v1/cases/next': REVIEWERS,
  'GET /v1/case-groups': DECIDERS,
  'GET /v1/views': READERS,
  'POST /v1/views': READERS,
  'GET /v1/leases': ['commissioner', 'system_admin'],
  'GET /v1/events': READERS,
  'GET /v1/overview?from=2024-06-01&to=2024-06-30': DECIDERS,
  'GET /v1/overview/balance?from=2024-06-01&to=2024-06-30&contest=akses-uji': DECIDERS,
  'GET /v1/overview/export?from=2024-06-01&to=2024-06-30&figure=cases': DECIDERS,
  'GET /v1/ruleset': INSIDE,
  'GET /v1/rules': INSIDE,
  'GET /v1/lexicons/spelling': INSIDE,
  'GET /v1/follow-up': [...HANDLERS, 'auditor', 'personnel_office'],
  'GET /v1/follow-up/rate': [...HANDLERS, 'auditor', 'personnel_office'],
  'GET /v1/agreement': ['commissioner', 'auditor'],
  'GET /v1/users': ['system_admin', 'auditor'],
  'POST /v1/users': ['system_admin'],
  'GET /v1/api-keys': ['system_admin', 'auditor'],
  'POST /v1/api-keys': ['system_admin'],
  'GET /v1/legal-holds': [...HANDLERS, 'auditor'],
  'GET /v1/purge-certificates': ['auditor', 'commissioner'],
  'GET /v1/subject-requests': [...HANDLERS, 'auditor'],
  'POST /v1/subject-requests': ['handling_officer'],
  'GET /v1/case-marks': [...HANDLERS, 'auditor'],
  'GET /v1/audit': ['auditor'],
  'GET /v1/audit/roots': ['auditor'],
  'GET /v1/audit/export': ['auditor'],
  'GET /v1/contests': INSIDE,
  'GET /v1/contests/akses-uji/contestants': INSIDE,
  'GET /v1/accounts': ['register_admin', 'auditor'],
  'GET /v1/register-imports': ['register_admin', 'auditor'],
  'POST /v1/register-imports': ['register_admin'],
  'GET /v1/retention/rules': ['auditor', 'commissioner', 'system_admin'],
  'GET /v1/retention/preview': ['auditor', 'commissioner', 'system_admin'],
  'GET /v1/retention/runs': ['auditor', 'commissioner', 'system_admin'],
  'GET /v1/backups': ['system_admin', 'auditor'],
};

const SOURCE = {
  name: 'uji',
  connector: 'rss',
  config: {},
  policy: {
    enabled: true,
    legal_basis: 'uji',
    agreement_ref: null,
    expires_at: later,
    allow_inference: true,
    allow_ml: false,
    max_retention_days: 30,
    deletion_mode: 'purge',
  },
};

/** Routes whose answer depends on more than the role; whoever has none of these is refused (403), the others are judged elsewhere. */
export const ROLE_ONLY_ROUTES: Record<string, { roles: Role[]; body: object }> = {
  'POST /v1/case-files': { roles: HANDLERS, body: { case_ids: [1, 2] } },
  'POST /v1/case-groups/{id}/decisions': {
    roles: REVIEWERS,
    body: { preview: '00000000-0000-4000-8000-000000000000', cases: [{ id: 1, revision: 1 }], opinion: { finding: 'needs_second' } },
  },
  // An import that nobody began: whoever has the role is told so.
  'GET /v1/register-imports/00000000-0000-4000-8000-000000000000': { roles: ['register_admin', 'auditor'], body: {} },
  'PUT /v1/register-imports/00000000-0000-4000-8000-000000000000/pieces/0': { roles: ['register_admin'], body: {} },
  'POST /v1/register-imports/00000000-0000-4000-8000-000000000000/check': { roles: ['register_admin'], body: {} },
  'POST /v1/register-imports/00000000-0000-4000-8000-000000000000/confirmation': { roles: ['register_admin'], body: {} },
  'POST /v1/register-imports/00000000-0000-4000-8000-000000000000/stop': { roles: ['register_admin'], body: {} },
  // Administrators of a part of the country are refused by the database (422).
  'POST /v1/sources': { roles: ['system_admin'], body: SOURCE },
  'POST /v1/sources/{id}/enable': { roles: ['system_admin'], body: {} },
  'POST /v1/sources/{id}/disable': { roles: ['system_admin'], body: {} },
  // No scorer runs here: a text that cannot be tried shows who gets as far as its fault.
  'POST /v1/rules/trial': { roles: INSIDE, body: {} },
  // 404 also for a number that nobody has.
  'POST /v1/subject-requests/{id}/identity': { roles: ['handling_officer'], body: { number: '199001012015011001', proof: 'in_person' } },
  'POST /v1/subjects/file': { roles: ['handling_officer'], body: { person_id: 1, purpose: 'uji matriks akses' } },
  'POST /v1/cases/{id}/attachments': { roles: [...HANDLERS, 'personnel_office'], body: {} },
};

/** Everybody's own account, and the way in. Nothing here depends on a role. */
export const OWN_ROUTES = [
  'GET /v1/sign-in-methods',
  // Nobody is signed in yet; the token that was printed at the start is the key.
  'GET /v1/setup',
  'POST /v1/setup/administrator',
  // Released statistics are for everybody; statistics.test.ts holds what they show.
  'GET /v1/stats/releases',
  'GET /v1/stats/releases/{release}',
  'GET /v1/stats/releases/{release}/tables/{table}',
  'GET /v1/stats/releases/{release}/tables/{table}/csv',
  'GET /v1/stats/series',
  'POST /v1/sessions',
  'DELETE /v1/sessions/current',
  'PUT /v1/sessions/current/second-factor',
  'GET /v1/oidc/start',
  'GET /v1/oidc/callback',
  'PUT /v1/me/password',
  'DELETE /v1/me/sessions/{id}',
  'PUT /v1/me/second-factor',
  'DELETE /v1/me/second-factor',
  'PUT /v1/me/second-factor/confirmation',
  'PUT /v1/me/recovery-codes',
  // The person concerned, with the link and code of a summons and no account.
  'POST /v1/statements/passes',
  'GET /v1/statements/current',
  'POST /v1/statements/current/answer',
  'POST /v1/statements/current/refusal',
  'POST /v1/statements/current/files',
];
