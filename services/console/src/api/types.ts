/** Names for what the API answers, taken from its own document. */
import type { paths } from './schema.d.ts';

type Get<P extends keyof paths> = paths[P] extends { get: { responses: { 200: { content: { 'application/json': infer T } } } } } ? T : never;
type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? NonNullable<Q> : never;
type Posted<P extends keyof paths> = paths[P] extends { post: { requestBody: { content: { 'application/json': infer B } } } } ? B : never;

export type Me = Get<'/v1/me'>;
export type CaseRow = Get<'/v1/cases'>['data'][number];
export type CaseCounts = Get<'/v1/cases/counts'>;
export type CaseView = Get<'/v1/cases/{id}'>;
export type PostVersion = CaseView['versions'][number];
export type Span = PostVersion['spans'][number];
export type Proceedings = Get<'/v1/cases/{id}/proceedings'>;
export type OtherPost = Get<'/v1/cases/{id}/other-posts'>['data'][number];
export type StatementLink = Get<'/v1/cases/{id}/statement-links'>['data'][number];
export type Packet = Get<'/v1/cases/{id}/packets'>['data'][number];
export type Hold = Get<'/v1/legal-holds'>['data'][number];
export type CaseGroup = Get<'/v1/case-groups'>['data'][number];
export type GroupPreview = Get<'/v1/case-groups/{id}/preview'>;
export type Lease = Get<'/v1/leases'>['data'][number];
export type CaseFilters = Query<'/v1/cases/counts'>;
export type CaseSort = NonNullable<Query<'/v1/cases'>['sort']>;
export type Vocabulary = Get<'/v1/vocabulary'>;
export type Region = Get<'/v1/regions'>['data'][number];
export type Statistics = Get<'/v1/stats/cases'>;
export type StatisticsQuery = Query<'/v1/stats/cases'>;
export type RegisterVersions = Get<'/v1/register'>;
export type ImportRun = Get<'/v1/imports'>['data'][number];
export type Source = Get<'/v1/sources'>['data'][number];
export type AllowedAct = CaseView['allowed_actions'][number];
export type Account = Get<'/v1/users'>['data'][number];
export type AuditRow = Get<'/v1/audit'>['data'][number];
export type AuditQuery = Query<'/v1/audit'>;
export type OpinionBody = Posted<'/v1/cases/{id}/opinions'>;
export type Finding = OpinionBody['finding'];
export type Role = Me['roles'][number]['role'];
