/** What the follow-up board reads. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, read } from '../../api/client.ts';

const PAGE_ROWS = 50;

export const SHOWS = ['open', 'overdue', 'waiting', 'all'] as const;
export type Show = (typeof SHOWS)[number];

export const followUp = {
  board: (show: Show) =>
    infiniteQueryOptions({
      queryKey: ['follow-up', show],
      queryFn: ({ pageParam, signal }) =>
        read(http.GET('/v1/follow-up', { params: { query: { show, limit: PAGE_ROWS, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
    }),
  rate: () => queryOptions({ queryKey: ['follow-up', 'rate'], queryFn: ({ signal }) => read(http.GET('/v1/follow-up/rate', { signal })) }),
  letters: (id: number) =>
    queryOptions({
      queryKey: ['follow-up', 'letters', id],
      queryFn: async ({ signal }) => (await read(http.GET('/v1/cases/{id}/escalation-letters', { params: { path: { id } }, signal }))).data,
    }),
};
