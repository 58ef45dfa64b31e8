/** Groups, views and leases as they travel. Who reads a group is blind: names and handles of the authors are taken out of the texts. */
import { caseNumber, hideWords, ProblemError } from '@pantau/domain';
import type { CaseGroup, Decided, GroupPreview, LiveLease, SavedView } from '@pantau/store';
import { z } from 'zod';
import type { GroupDecided, GroupPage, LeasesView, PreviewView, SavedViewView } from './schemas/queue.ts';

const EXCERPT_CHARS = 200;

export function groupOf(g: CaseGroup): z.infer<typeof GroupPage>['data'][number] {
  return {
    id: g.id,
    cases: g.cases,
    free: g.free,
    people: g.people,
    regions: g.regions,
    contest: g.contest,
    labels: g.labels,
    first_flagged_at: g.firstFlaggedAt.toISOString(),
    last_flagged_at: g.lastFlaggedAt.toISOString(),
    excerpt: hideWords(g.text, g.maskWords).slice(0, EXCERPT_CHARS),
  };
}

export function previewOf(group: number, p: GroupPreview): z.infer<typeof PreviewView> {
  return {
    preview: p.id,
    valid_until: p.validUntil.toISOString(),
    group,
    cases: p.cases.map((c) => ({
      id: c.id,
      number: caseNumber(c.id),
      region: c.region,
      region_name: c.regionName,
      revision: c.revision,
      label: c.label,
      phase: c.phase,
      platform: c.content.platform,
      posted_at: c.postedAt.toISOString(),
      text: hideWords(c.content.post.text, c.maskWords),
      shared_text: c.content.post.shared_text === undefined ? null : hideWords(c.content.post.shared_text, c.maskWords),
    })),
    left_out: p.leftOut.map((c) => ({ id: c.id, number: caseNumber(c.id), why: c.why })),
  };
}

export const decidedOf = (all: readonly Decided[]): z.infer<typeof GroupDecided> => ({
  decided: all.map((d) => ({ id: d.id, state: d.state, revision: d.revision, waiting_for: d.waitingFor })),
});

export const savedViewOf = (v: SavedView, userId: number): z.infer<typeof SavedViewView> => ({
  id: v.id,
  name: v.name,
  filter: v.filter,
  shared: v.role !== null && v.region !== null ? { role: v.role, region: v.region } : null,
  mine: v.owner === userId,
  revision: v.revision,
  updated_at: v.updatedAt.toISOString(),
});

export const heldOf = (l: LiveLease): z.infer<typeof LeasesView>['data'][number] => ({
  case_id: l.caseId,
  region: l.region,
  holder: { id: l.holderId, name: l.holderName },
  lease_until: l.leaseUntil.toISOString(),
});

const GroupCursor = z.tuple([z.number(), z.number().int().positive()]);
export const encodeGroupCursor = (g: CaseGroup): string => Buffer.from(JSON.stringify([g.rank, g.id])).toString('base64url');

export function decodeGroupCursor(text: string | undefined): { rank: number; id: number } | null {
  if (text === undefined) return null;
  try {
    const [rank, id] = GroupCursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { rank, id };
  } catch {
    throw new ProblemError('bad_request', 'cursor is not one that this service gave out', [{ path: 'query/cursor', message: 'is not readable' }]);
  }
}
