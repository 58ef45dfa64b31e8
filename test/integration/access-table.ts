/**
 * Who may do what, written by hand from the role text of the design and imported by no source file.
 * A list names the regions (seen from a user bound to one regency) where it is allowed; everywhere else the case does not
 * exist for them (404). `403`: the role has no business with the route at all.
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

/** Routes without a case: the roles that get an answer; all others 403. */
export const OTHER_ROUTES: Record<string, readonly Role[]> = {
  'GET /v1/me': ROLES,
  'GET /v1/regions': ROLES,
  'GET /v1/vocabulary': ROLES,
  'GET /v1/register': ROLES.filter((r) => r !== 'personnel_office' && r !== 'stats_reader'),
  'GET /v1/imports': ROLES.filter((r) => r !== 'personnel_office' && r !== 'stats_reader'),
  'GET /v1/sources': ROLES.filter((r) => r !== 'personnel_office' && r !== 'stats_reader'),
  'GET /v1/contests/akses-uji': ROLES.filter((r) => r !== 'stats_reader'),
  'GET /v1/cases/counts': ['analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor', 'personnel_office'],
  'GET /v1/stats/cases': ['analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor', 'stats_reader'],
  'POST /v1/cases/next': ['analyst', 'second_reviewer'],
};

export type SqlAct =
  | 'see_case'
  | 'see_forwarded_case'
  | 'see_evidence'
  | 'see_evidence_of_forwarded'
  | 'see_event_of_flagged'
  | 'see_opening_of_forwarded'
  | 'see_forwarding'
  | 'see_opinion_in_review'
  | 'see_opinion_decided'
  | 'change_case'
  | 'add_event'
  | 'add_event_for_another'
  | 'add_opinion'
  | 'add_opinion_for_another'
  | 'add_delivery'
  | 'add_delivery_unforwarded'
  | 'see_delivery_of_forwarded'
  | 'see_subscription'
  | 'see_subject'
  | 'see_subject_before'
  | 'see_audit'
  | 'see_answer_of_another'
  | 'see_persons'
  | 'see_passwords'
  | 'decide_as_system';

const sqlNothing: Record<SqlAct, Relation[]> = {
  see_case: NO,
  see_forwarded_case: NO,
  see_evidence: NO,
  see_evidence_of_forwarded: NO,
  see_event_of_flagged: NO,
  see_opening_of_forwarded: NO,
  see_forwarding: NO,
  see_opinion_in_review: NO,
  see_opinion_decided: NO,
  change_case: NO,
  add_event: NO,
  add_event_for_another: NO,
  add_opinion: NO,
  add_opinion_for_another: NO,
  add_delivery: NO,
  add_delivery_unforwarded: NO,
  see_delivery_of_forwarded: NO,
  see_subscription: NO,
  see_subject: NO,
  see_subject_before: NO,
  see_audit: NO,
  see_answer_of_another: NO,
  see_persons: NO,
  see_passwords: NO,
  decide_as_system: NO,
};
const sqlReads: Record<SqlAct, Relation[]> = {
  ...sqlNothing,
  see_case: IN,
  see_forwarded_case: IN,
  see_evidence: IN,
  see_evidence_of_forwarded: IN,
  see_event_of_flagged: IN,
  see_opening_of_forwarded: IN,
  see_forwarding: IN,
  see_opinion_decided: IN,
  see_delivery_of_forwarded: IN,
};
const sqlWorks: Record<SqlAct, Relation[]> = { ...sqlReads, change_case: IN, add_event: IN };

/** The same once more by direct SQL as the api's database role with that user's setting. */
export const SQL_ACTS: Record<Role, Record<SqlAct, Relation[]>> = {
  analyst: { ...sqlWorks, add_opinion: IN },
  second_reviewer: { ...sqlWorks, add_opinion: IN },
  commissioner: { ...sqlWorks, add_delivery: IN, see_subscription: ['own', 'child', 'parent'], see_subject: IN },
  handling_officer: sqlWorks,
  personnel_office: {
    ...sqlNothing,
    see_forwarded_case: IN,
    see_evidence_of_forwarded: IN,
    see_forwarding: IN,
    see_delivery_of_forwarded: IN,
    see_subscription: IN,
    see_subject: IN,
  },
  stats_reader: sqlNothing,
  register_admin: sqlNothing,
  rules_author: sqlNothing,
  rules_approver: sqlNothing,
  auditor: { ...sqlReads, see_subscription: IN, see_subject: IN, see_audit: RELATIONS },
  system_admin: { ...sqlNothing, see_subscription: IN },
};
