/** Earlier and later posts of the person of a case that were flagged too. */
import { type CaseState, caseNumber, hideWords } from '@pantau/domain';
import { asUser, listOtherPosts, maskWords, type OtherPost } from '@pantau/store';
import type { z } from 'zod';
import { DECIDERS, userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { decodeId, encodeId, pageOf } from '../pages.ts';
import { isBlind } from '../present.ts';
import { OtherPostsPage, OtherPostsQuery } from '../schemas/other-posts.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

type View = z.infer<typeof OtherPostsPage>['data'][number];
const EXCERPT_CHARS = 280;

function standingOf(state: CaseState): View['standing'] {
  if (state === 'FLAGGED' || state === 'IN_REVIEW') return 'under_review';
  if (state === 'DISMISSED' || state === 'NOT_PROVEN' || state === 'WITHDRAWN') return 'not_a_violation';
  return state === 'EXPIRED' ? 'lapsed' : 'confirmed';
}

/** A reader who is to judge blindly gets no way to a case in which the person is named, or the address of a post is open. */
const viewOf = (p: OtherPost, blind: boolean, hidden: readonly string[]): View => ({
  case: blind && !isBlind(p.state) ? null : { id: p.id, number: caseNumber(p.id), state: p.state, file: p.fileId, joinable: p.joinable },
  standing: standingOf(p.state),
  label: p.label,
  phase: p.phase,
  platform: p.platform,
  posted_at: p.postedAt.toISOString(),
  excerpt: hideWords(p.text, hidden).slice(0, EXCERPT_CHARS),
});

export function otherPostsRoute(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/cases/:id/other-posts',
    {
      config: { access: { roles: DECIDERS } },
      schema: {
        tags: ['cases'],
        summary: 'Other flagged posts of the same person, latest flagged first',
        params: IdParams,
        querystring: OtherPostsQuery,
        response: { 200: OtherPostsPage, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const { id } = request.params;
      const { state, posts, hidden } = await asUser(deps.db, userOf(request).userId, async (tx) => ({
        ...(await listOtherPosts(tx, id, { after: decodeId(cursor), rows: limit + 1 })),
        hidden: await maskWords(tx, id),
      }));
      const page = pageOf(posts, limit, (p) => encodeId(p.id));
      return { ...page, data: page.data.map((p) => viewOf(p, isBlind(state), hidden)) };
    },
  );
}
