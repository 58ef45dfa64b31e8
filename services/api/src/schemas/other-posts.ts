/** What else of the same person was flagged. */
import { CaseState } from '@pantau/domain';
import { z } from 'zod';
import { PageQuery } from './privacy.ts';

export const OtherPostsQuery = PageQuery;
export const OtherPostsPage = z.object({
  data: z.array(
    z.object({
      /** Null where the other case would name the author of one that is still to be judged; so are its state and its case. */
      case: z.object({ id: z.number(), number: z.string(), state: CaseState, file: z.number().nullable(), joinable: z.boolean() }).nullable(),
      standing: z.enum(['under_review', 'confirmed', 'not_a_violation', 'lapsed']),
      label: z.string(),
      phase: z.string(),
      platform: z.string(),
      posted_at: z.iso.datetime(),
      excerpt: z.string(),
    }),
  ),
  next_cursor: z.string().nullable(),
});
