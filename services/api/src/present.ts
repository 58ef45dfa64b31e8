/** From rows to what travels. What a reader may not see is left out here, in one place. */
import {
  type AllowedAct,
  actByCode,
  actsIn,
  type CaseState,
  caseNumber,
  hideWords,
  maskNip,
  needsSecondReader,
  Phase,
  ProblemError,
  priorityAt,
  reviewDueAt,
} from '@pantau/domain';
import type { CaseCursor, CaseDetail, CaseOrder, CaseRow, Lease } from '@pantau/store';
import { z } from 'zod';
import type { CaseSummary, CaseView, LeaseView } from './schemas.ts';

const iso = (d: Date): string => d.toISOString();
const isoOrNull = (d: Date | null): string | null => d?.toISOString() ?? null;

/** `full` false: the view of a personnel office, without score, order and holder. */
export function summaryOf(c: CaseRow, userId: number, full = true): z.infer<typeof CaseSummary> {
  const order = full ? orderOf(c) : { priority: null, priority_reason: null };
  return {
    id: c.id,
    number: caseNumber(c.id),
    region: c.region,
    region_name: c.regionName,
    election: c.election,
    contest: c.contest,
    contest_name: c.contestName,
    contestant: c.contestant,
    origin: c.origin,
    group: full && c.groupId !== null ? { id: c.groupId, similar: c.similar } : null,
    state: c.state,
    band: c.band,
    label: c.label as z.infer<typeof CaseSummary>['label'],
    direction: c.direction as 'SUPPORT' | 'ATTACK' | null,
    phase: Phase.parse(c.phase),
    ...order,
    score: full ? c.score : null,
    posted_at: iso(c.postedAt),
    first_flagged_at: iso(c.firstFlaggedAt),
    known_at: isoOrNull(c.knownAt),
    decided_at: isoOrNull(c.decidedAt),
    forwarded_at: isoOrNull(c.forwardedAt),
    due_at: isoOrNull(c.dueAt),
    holder: full && c.leaseUntil ? { name: c.holderName, mine: c.holderId === userId, until: iso(c.leaseUntil) } : null,
    revision: c.revision,
  };
}

const UNDER_REVIEW: readonly CaseState[] = ['FLAGGED', 'IN_REVIEW'];

/** Age and deadline count while a case waits to be judged; afterwards only what it weighs is left. */
function orderOf(c: CaseRow): Pick<z.infer<typeof CaseSummary>, 'priority' | 'priority_reason'> {
  if (!UNDER_REVIEW.includes(c.state)) return { priority: c.priority, priority_reason: null };
  const { priority, reason } = priorityAt(
    {
      label: c.label as z.infer<typeof CaseSummary>['label'],
      phase: Phase.parse(c.phase),
      score: c.score,
      band: c.band,
      weight: c.priority,
      risk: c.risk,
      flaggedAt: c.firstFlaggedAt,
      reviewDueAt: c.reviewDueAt ?? reviewDueAt(c.firstFlaggedAt),
    },
    new Date(),
  );
  return { priority, priority_reason: reason };
}

export const leaseOf = (l: Lease): z.infer<typeof LeaseView> => ({ id: l.id, state: l.state, revision: l.revision, lease_until: iso(l.leaseUntil) });

/** The address of a post names its author, so it stays hidden while reviewers are still to look without prejudice. */
const ADDRESS_HIDDEN: readonly CaseState[] = ['FLAGGED', 'IN_REVIEW', 'DISMISSED', 'EXPIRED'];

/** True while the reader is to judge the post and not its author; such a reader gets the text with the author's names covered. */
export const isBlind = (state: CaseState): boolean => ADDRESS_HIDDEN.includes(state);

/** `hidden`: words of the author to cover in the text. `allowed`: what the reader may do now. */
export function viewOf(c: CaseDetail, userId: number, o: { hidden: readonly string[]; allowed: AllowedAct[] }): z.infer<typeof CaseView> {
  const { author, verdict } = heaviest(c).content;
  const versions = c.evidence.map((e) => versionOf(e, c, o.hidden));
  const { spans, ...post } = versionOf(c.evidence.at(-1) ?? heaviest(c), c, o.hidden);
  const stance = new Map(verdict.contestants.map((t) => [t.id, t.stance]));
  const open = c.state === 'FLAGGED' || c.state === 'IN_REVIEW';
  const decidedBefore = c.opinions.some((o) => o.mine);
  return {
    ...summaryOf(c, userId, c.full),
    acts: (open ? [] : c.acts).map((code) => ({ code, name: actByCode(code)?.name ?? code })),
    exemption: open ? null : c.exemption,
    may: {
      claim: c.mayReview && open && !decidedBefore && (c.holderId === null || c.holderId === userId),
      decide: c.mayReview && c.state === 'IN_REVIEW' && c.holderId === userId,
      forward: c.mayForward && c.state === 'CONFIRMED' && c.phase === 'PRE' && !decidedBefore,
    },
    allowed_actions: o.allowed,
    versions,
    post: { ...post, other_versions: versions.length - 1 },
    spans,
    author: { employment_status: author.employment_status, identity_verified: author.identity_verified ?? null },
    contestants: c.contestants.map((t) => ({ id: t.id, name: t.name, kind: t.kind, ballot_number: t.ballotNumber, stance: stance.get(t.id) ?? null })),
    ruleset: verdict.ruleset,
    register: verdict.register,
    suggested: { acts: [...new Set(c.evidence.flatMap((e) => e.content.verdict.acts))].sort(), exemption: verdict.exemption },
    act_choices: c.mayReview && open ? actChoices(Phase.parse(c.phase)) : [],
    opinions: c.full ? c.opinions.map((o) => ({ ...o, finding: o.finding as 'plausible', at: iso(o.at) })) : [],
    timeline: c.events
      .filter((e) => !open || e.actorId === null || e.actorId === userId)
      .map((e) => ({ type: e.type, by: c.full ? e.by : null, at: iso(e.at) })),
    subject: c.subject
      ? {
          name: c.subject.name,
          nip: maskNip(c.subject.keyTail),
          agency: c.subject.agency,
          opd: c.subject.opd,
          employment_status: c.subject.employmentStatus,
        }
      : null,
  };
}

/** The version that weighs most is the one the case's label, contestants and exemption come from. */
function heaviest(c: CaseDetail): CaseDetail['evidence'][number] {
  const [first, ...rest] = c.evidence;
  if (!first) throw new Error(`case ${c.id} has no evidence`);
  return rest.reduce((a, b) => (b.content.verdict.score > a.content.verdict.score ? b : a), first);
}

function versionOf(e: CaseDetail['evidence'][number], c: CaseDetail, hidden: readonly string[]): z.infer<typeof CaseView>['versions'][number] {
  const { content } = e;
  return {
    version_id: e.versionId,
    kind: content.kind,
    platform: content.platform,
    text: hideWords(content.post.text, hidden),
    shared_text: content.post.shared_text === undefined ? null : hideWords(content.post.shared_text, hidden),
    media: (content.post.media ?? []).map((m) => mediaOf(m, hidden)),
    url: ADDRESS_HIDDEN.includes(c.state) ? null : (content.post.url ?? null),
    captured_at: new Date(content.captured_at).toISOString(),
    sha256: e.sha256,
    label: content.verdict.label,
    spans: content.verdict.evidence.map((s) => ({ ...s, weight: c.full ? s.weight : null })),
  };
}

function actChoices(phase: Phase): z.infer<typeof CaseView>['act_choices'] {
  return actsIn(phase).map((a) => ({ code: a.code, name: a.name, classes: [...a.classes], source: a.source, two_readers: needsSecondReader([a.code]) }));
}

function mediaOf(m: unknown, hidden: readonly string[]): { alt: string | null; ocr_text: string | null } {
  const { alt, ocr_text } = (m ?? {}) as { alt?: string; ocr_text?: string };
  const shown = (t: string | undefined) => (t === undefined ? null : hideWords(t, hidden));
  return { alt: shown(alt), ocr_text: shown(ocr_text) };
}

const Cursor = z.tuple([z.enum(['priority', 'due']), z.number(), z.number().int().positive()]);

/** The place after a case, bound to its order: a cursor of one order is none of another. */
export const encodeCursor = (c: CaseRow, order: CaseOrder): string =>
  Buffer.from(JSON.stringify([order, order === 'due' ? c.dueKey : c.rank, c.id])).toString('base64url');

export function decodeCursor(text: string | undefined, order: CaseOrder): CaseCursor | null {
  if (text === undefined) return null;
  try {
    const [of, key, id] = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (of !== order) throw new Error('is one of another order');
    return { key, id };
  } catch (cause) {
    throw new ProblemError('bad_request', 'cursor is not one that this service gave out for this order', [
      { path: 'query/cursor', message: cause instanceof z.ZodError ? 'has another shape' : 'is not readable' },
    ]);
  }
}
