/** What the administration reads: registers and their imports, keys, terms of keeping, requests, backups, sessions. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, read } from './client.ts';
import type { RegisterImport } from './types.ts';

const SLOW_EVERY_MS = 10_000;
/** An import that is being worked on is asked about this often. */
const WORKING_EVERY_MS = 1_000;
const PAGE_ROWS = 50;

/** Something moves without this person doing anything. */
const isWorking = (i: RegisterImport): boolean => ['checking', 'publishing'].includes(i.state);

type Cursor = string | null;
const paged = { initialPageParam: null as Cursor, getNextPageParam: (page: { next_cursor: Cursor }) => page.next_cursor };
const at = (cursor: Cursor) => ({ limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) });

export interface ContestFilter {
  q: string;
  region: string;
}
export interface AccountFilter {
  q: string;
  state: '' | 'active' | 'no_basis' | 'unverified' | 'ended';
}

export const office = {
  registerImports: () =>
    queryOptions({
      queryKey: ['register-imports'],
      queryFn: async () => (await read(http.GET('/v1/register-imports'))).data,
      refetchInterval: (q) => (q.state.data?.some(isWorking) ? WORKING_EVERY_MS : SLOW_EVERY_MS),
    }),
  registerImport: (id: string) =>
    queryOptions({
      queryKey: ['register-import', id],
      queryFn: ({ signal }) => read(http.GET('/v1/register-imports/{id}', { params: { path: { id } }, signal })),
      refetchInterval: (q) => (q.state.data && isWorking(q.state.data) ? WORKING_EVERY_MS : false),
      staleTime: 0,
    }),
  contests: ({ q, region }: ContestFilter) =>
    infiniteQueryOptions({
      queryKey: ['contests', q, region],
      queryFn: ({ pageParam, signal }) =>
        read(http.GET('/v1/contests', { params: { query: { ...at(pageParam), ...(q ? { q } : {}), ...(region ? { region } : {}) } }, signal })),
      ...paged,
    }),
  contestants: (id: string) =>
    queryOptions({
      queryKey: ['contestants', id],
      queryFn: async ({ signal }) => (await read(http.GET('/v1/contests/{id}/contestants', { params: { path: { id } }, signal }))).data,
    }),
  accounts: ({ q, state }: AccountFilter) =>
    infiniteQueryOptions({
      queryKey: ['accounts', q, state],
      queryFn: ({ pageParam, signal }) =>
        read(http.GET('/v1/accounts', { params: { query: { ...at(pageParam), ...(q ? { q } : {}), ...(state ? { state } : {}) } }, signal })),
      ...paged,
    }),
  keys: () =>
    infiniteQueryOptions({
      queryKey: ['api-keys'],
      queryFn: ({ pageParam, signal }) => read(http.GET('/v1/api-keys', { params: { query: at(pageParam) }, signal })),
      ...paged,
    }),
  sessions: () => queryOptions({ queryKey: ['my-sessions'], queryFn: async () => (await read(http.GET('/v1/me/sessions'))).data }),
  factor: () => queryOptions({ queryKey: ['my-factor'], queryFn: () => read(http.GET('/v1/me/second-factor')) }),
  retentionRules: () => queryOptions({ queryKey: ['retention-rules'], queryFn: async () => (await read(http.GET('/v1/retention/rules'))).data }),
  retentionPreview: () => queryOptions({ queryKey: ['retention-preview'], queryFn: ({ signal }) => read(http.GET('/v1/retention/preview', { signal })) }),
  retentionRuns: () =>
    infiniteQueryOptions({
      queryKey: ['retention-runs'],
      queryFn: ({ pageParam, signal }) => read(http.GET('/v1/retention/runs', { params: { query: at(pageParam) }, signal })),
      ...paged,
    }),
  certificates: () =>
    infiniteQueryOptions({
      queryKey: ['certificates'],
      queryFn: ({ pageParam, signal }) => read(http.GET('/v1/purge-certificates', { params: { query: at(pageParam) }, signal })),
      ...paged,
    }),
  holds: () =>
    infiniteQueryOptions({
      queryKey: ['holds'],
      queryFn: ({ pageParam, signal }) => read(http.GET('/v1/legal-holds', { params: { query: at(pageParam) }, signal })),
      ...paged,
    }),
  requests: () =>
    infiniteQueryOptions({
      queryKey: ['subject-requests'],
      queryFn: ({ pageParam, signal }) => read(http.GET('/v1/subject-requests', { params: { query: at(pageParam) }, signal })),
      ...paged,
    }),
  request: (id: number) =>
    queryOptions({
      queryKey: ['subject-request', id],
      queryFn: ({ signal }) => read(http.GET('/v1/subject-requests/{id}', { params: { path: { id } }, signal })),
      staleTime: 0,
    }),
  backups: () => queryOptions({ queryKey: ['backups'], queryFn: async () => (await read(http.GET('/v1/backups'))).data }),
  setup: () => queryOptions({ queryKey: ['setup'], queryFn: () => read(http.GET('/v1/setup')) }),
};
