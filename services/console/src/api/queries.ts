/** What is read from the API, under which key it is kept, and how soon it is old. */
import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, http, Refused, read } from './client.ts';
import type { AuditQuery, CaseFilters, CaseSort, Lexicon, OverviewQuery } from './types.ts';

const PAGE_ROWS = 100;
const PROVINCE_CHARS = 2;
/** Counts are asked again this often while the page is in view; the list itself only when its reader says so. */
const COUNTS_EVERY_MS = 15_000;
const SLOW_EVERY_MS = 10_000;
const FIGURES_STALE_MS = 30_000;
const READ_RETRIES = 3;
const OTHERS_ROWS = 10;
const GROUPS_ROWS = 50;

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The browser's own idea of being online is often wrong inside an office; we ask and see.
        networkMode: 'always',
        staleTime: 5_000,
        refetchOnWindowFocus: false,
        // A server that restarts comes back; a refusal stays one.
        retry: (failures, e) => failures < READ_RETRIES && (!(e instanceof Refused) || ['offline', 'unavailable'].includes(e.code)),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

const fixed = { staleTime: Number.POSITIVE_INFINITY } as const;

export const queries = {
  me: () => queryOptions({ queryKey: ['me'], queryFn: () => read(http.GET('/v1/me')), retry: false, ...fixed }),
  signInMethods: () => queryOptions({ queryKey: ['sign-in-methods'], queryFn: () => read(http.GET('/v1/sign-in-methods')), ...fixed }),
  vocabulary: () => queryOptions({ queryKey: ['vocabulary'], queryFn: () => read(http.GET('/v1/vocabulary')), ...fixed }),
  regions: () => queryOptions({ queryKey: ['regions'], queryFn: async () => (await read(http.GET('/v1/regions'))).data, ...fixed }),

  cases: (filters: CaseFilters, sort: CaseSort) =>
    infiniteQueryOptions({
      queryKey: ['cases', filters, sort],
      queryFn: ({ pageParam, signal }) =>
        read(http.GET('/v1/cases', { params: { query: { ...filters, sort, limit: PAGE_ROWS, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      // Nothing jumps under the reader: the list is read again when asked for, or when its filters change.
      staleTime: Number.POSITIVE_INFINITY,
    }),
  counts: (filters: CaseFilters) =>
    queryOptions({
      queryKey: ['counts', filters],
      queryFn: ({ signal }) => read(http.GET('/v1/cases/counts', { params: { query: filters }, signal })),
      refetchInterval: COUNTS_EVERY_MS,
    }),
  /** With its ETag: the revision that a decision must name. */
  case: (id: number) =>
    queryOptions({ queryKey: ['case', id], queryFn: ({ signal }) => answer(http.GET('/v1/cases/{id}', { params: { path: { id } }, signal })), staleTime: 0 }),
  views: () => queryOptions({ queryKey: ['views'], queryFn: async () => (await read(http.GET('/v1/views'))).data, staleTime: 60_000 }),
  proceedings: (id: number) =>
    queryOptions({
      queryKey: ['proceedings', id],
      queryFn: ({ signal }) => read(http.GET('/v1/cases/{id}/proceedings', { params: { path: { id } }, signal })),
    }),
  /** Parts of a case that change with its acts; the runner reads them again (`part`). */
  otherPosts: (id: number) =>
    infiniteQueryOptions({
      queryKey: ['part', id, 'others'],
      queryFn: ({ pageParam, signal }) =>
        read(
          http.GET('/v1/cases/{id}/other-posts', {
            params: { path: { id }, query: { limit: OTHERS_ROWS, ...(pageParam ? { cursor: pageParam } : {}) } },
            signal,
          }),
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: 60_000,
    }),
  statementLinks: (id: number) =>
    queryOptions({
      queryKey: ['part', id, 'links'],
      queryFn: async ({ signal }) => (await read(http.GET('/v1/cases/{id}/statement-links', { params: { path: { id } }, signal }))).data,
    }),
  packets: (id: number) =>
    queryOptions({
      queryKey: ['part', id, 'packets'],
      queryFn: async ({ signal }) => (await read(http.GET('/v1/cases/{id}/packets', { params: { path: { id } }, signal }))).data,
    }),
  holds: (id: number) =>
    queryOptions({
      queryKey: ['part', id, 'holds'],
      queryFn: async ({ signal }) => (await read(http.GET('/v1/legal-holds', { params: { query: { case: id } }, signal }))).data,
    }),
  groups: () =>
    infiniteQueryOptions({
      queryKey: ['groups'],
      queryFn: ({ pageParam, signal }) =>
        read(http.GET('/v1/case-groups', { params: { query: { limit: GROUPS_ROWS, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
    }),
  /** Remembers on the server what was shown; good for one decision, so it is never read again by itself. */
  groupPreview: (id: number) =>
    queryOptions({
      queryKey: ['group', id],
      queryFn: ({ signal }) => read(http.GET('/v1/case-groups/{id}/preview', { params: { path: { id } }, signal })),
      gcTime: 0,
      ...fixed,
    }),
  leases: (after: number) =>
    queryOptions({
      queryKey: ['leases', after],
      queryFn: ({ signal }) => read(http.GET('/v1/leases', { params: { query: { after } }, signal })),
      refetchInterval: SLOW_EVERY_MS,
    }),
  contest: (id: string) =>
    queryOptions({ queryKey: ['contest', id], queryFn: () => read(http.GET('/v1/contests/{id}', { params: { path: { id } } })), staleTime: 60_000 }),

  overview: (query: OverviewQuery) =>
    queryOptions({
      queryKey: ['overview', query],
      queryFn: ({ signal }) => read(http.GET('/v1/overview', { params: { query }, signal })),
      staleTime: FIGURES_STALE_MS,
    }),
  balance: ({ step: _step, ...query }: OverviewQuery & { contest: string }) =>
    queryOptions({
      queryKey: ['balance', query],
      queryFn: ({ signal }) => read(http.GET('/v1/overview/balance', { params: { query }, signal })),
      staleTime: FIGURES_STALE_MS,
    }),
  contestsIn: (region: string) =>
    queryOptions({
      queryKey: ['contests-in', region],
      queryFn: async ({ signal }) =>
        (await read(http.GET('/v1/contests', { params: { query: { region: region.slice(0, PROVINCE_CHARS), limit: PAGE_ROWS } }, signal }))).data,
      staleTime: 60_000,
    }),
  ruleset: () => queryOptions({ queryKey: ['ruleset'], queryFn: async () => (await read(http.GET('/v1/ruleset'))).ruleset, staleTime: 60_000 }),
  rules: (q: string) =>
    infiniteQueryOptions({
      queryKey: ['rules', q],
      queryFn: ({ pageParam, signal }) =>
        read(http.GET('/v1/rules', { params: { query: { limit: PAGE_ROWS, ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
    }),
  lexicon: (name: Lexicon, q: string) =>
    infiniteQueryOptions({
      queryKey: ['lexicon', name, q],
      queryFn: ({ pageParam, signal }) =>
        read(
          http.GET('/v1/lexicons/{name}', {
            params: { path: { name }, query: { limit: PAGE_ROWS, ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
            signal,
          }),
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
    }),
  register: () => queryOptions({ queryKey: ['register'], queryFn: () => read(http.GET('/v1/register')) }),
  imports: () => queryOptions({ queryKey: ['imports'], queryFn: async () => (await read(http.GET('/v1/imports'))).data, refetchInterval: SLOW_EVERY_MS }),
  sources: () => queryOptions({ queryKey: ['sources'], queryFn: async () => (await read(http.GET('/v1/sources'))).data, refetchInterval: SLOW_EVERY_MS }),
  users: (q: string) =>
    infiniteQueryOptions({
      queryKey: ['users', q],
      queryFn: ({ pageParam, signal }) =>
        read(http.GET('/v1/users', { params: { query: { ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
    }),
  audit: (query: AuditQuery) =>
    infiniteQueryOptions({
      queryKey: ['audit', query],
      queryFn: ({ pageParam, signal }) => read(http.GET('/v1/audit', { params: { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
    }),
  /** Not under /v1: the answer is the same for a machine and for a person, also when a part is down. */
  parts: () =>
    queryOptions({
      queryKey: ['parts'],
      queryFn: async () => (await fetch('/readyz')).json() as Promise<{ ready: boolean; parts: Record<string, 'up' | 'down'> }>,
      refetchInterval: SLOW_EVERY_MS,
    }),
};
