/**
 * `phase(contest, contestant, moment)`. The phase depends on the contestant too: a party takes part from its
 * determination, a legislative candidate from the final list, a pair from the pairs' determination.
 * Sources: PKPU 3/2022 (Pemilu), PKPU 2/2024 (Pilkada). Days are counted in the region's own time zone.
 */

import { localDay } from './regions.ts';
import type { Contest, Contestant, Election, Stage } from './register.ts';
import type { Phase } from './vocabulary.ts';

const DAY_MS = 86_400_000;
/** Without an inauguration date the time after the vote is taken to end this many days after it. */
const POST_DAYS_DEFAULT = 120;

interface Span {
  from: string;
  to: string;
}

/** First and last day of a stage; `null` when the calendar does not have it. */
export function stageSpan(stage: Stage | undefined): Span | null {
  if (stage === undefined) return null;
  if (typeof stage === 'string') return { from: stage, to: stage };
  if (Array.isArray(stage)) return { from: stage[0], to: stage[1] === 'end_of_term' ? '9999-12-31' : stage[1] };
  const days = Object.values(stage).sort();
  const [first] = days;
  const last = days.at(-1);
  return first === undefined || last === undefined ? null : { from: first, to: last };
}

function plusDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);
}

/** The day from which this contestant counts as determined (*calon*, no longer *bakal calon*). */
function determinedOn(election: Election, contest: Contest, kind: Contestant['kind']): string | null {
  const s = election.stages;
  if (kind === 'party') return stageSpan(s.parties_determined)?.from ?? stageSpan(s.pairs_determined)?.from ?? null;
  if (contest.type === 'PRESIDENT') return stageSpan(s.president_pairs_determined ?? s.pairs_determined)?.from ?? null;
  if (contest.type === 'LEGISLATIVE') return stageSpan(s.dct_determined)?.from ?? null;
  return stageSpan(s.pairs_determined)?.from ?? null;
}

function lastDay(election: Election, contest: Contest): string | null {
  const s = election.stages;
  const oath = s.oath;
  if (oath !== undefined && typeof oath === 'object' && !Array.isArray(oath)) {
    const body = contest.type === 'PRESIDENT' ? oath.president : (oath.dpr_dpd ?? oath.dprd);
    if (body !== undefined) return body;
  }
  const end = stageSpan(s.inauguration) ?? stageSpan(oath);
  if (end) return end.to;
  const voting = stageSpan(s.voting);
  return voting ? plusDays(voting.to, POST_DAYS_DEFAULT) : null;
}

function firstDay(election: Election): string | null {
  const named = stageSpan(election.stages.mutation_ban) ?? stageSpan(election.stages.preparation);
  if (named) return named.from;
  const starts = Object.values(election.stages).flatMap((s) => stageSpan(s)?.from ?? []);
  return starts.sort()[0] ?? null;
}

/** The phase on a local day `YYYY-MM-DD`. */
export function phaseOnDay(election: Election, contest: Contest, kind: Contestant['kind'], day: string): Phase {
  const s = election.stages;
  const start = firstDay(election);
  if (start === null || day < start) return 'OFF';
  const end = lastDay(election, contest);
  if (end !== null && day > end) return 'OFF';
  const voting = stageSpan(s.voting);
  if (voting && day > voting.to) return 'POST';
  if (voting && day >= voting.from) return 'VOTE';
  if (inside(day, stageSpan(s.quiet))) return 'QUIET';
  if (inside(day, stageSpan(s.campaign))) return 'CAMP';
  const determined = determinedOn(election, contest, kind);
  return determined !== null && day >= determined ? 'SET' : 'PRE';
}

function inside(day: string, span: Span | null): boolean {
  return span !== null && day >= span.from && day <= span.to;
}

/** The phase at a moment, by the calendar of the contest's region (or `region`, where the author is). */
export function phaseAt(election: Election, contest: Contest, kind: Contestant['kind'], at: Date, region = contest.region): Phase {
  return phaseOnDay(election, contest, kind, localDay(at, region));
}
