/** Which contests concern an author, and in which phase they are: pure look-ups with memo tables. */
import { type Contest, type Contestant, type Election, NATION, type Phase, phaseOnDay, regionAncestors } from '@pantau/domain';
import type { EngineState } from './engine-state.ts';
import { LIMITS_DETECTION as L } from './limits.ts';

/** What a region means to linking: the contests that concern its people. */
export interface RegionScope {
  contests: Int32Array;
  /** 1 by contest that is in `contests`: asked for every reference of a name. */
  has: Uint8Array;
}

/** Contests of the author's region: its ancestors' and, for a provincial author, those inside it. */
export function scopeOf(s: EngineState, region: string): RegionScope {
  const known = s.regionMemo.get(region);
  if (known !== undefined) return known;
  const out: number[] = [];
  for (const r of regionAncestors(region)) out.push(...(s.contestsByRegion.get(r) ?? []));
  if (region !== NATION) {
    const inside = `${region}.`;
    for (const [r, list] of s.contestsByRegion) if (r.startsWith(inside)) out.push(...list);
  }
  const has = new Uint8Array(s.compiled.contests.length);
  for (const c of out) has[c] = 1;
  const result: RegionScope = { contests: Int32Array.from(out), has };
  if (s.regionMemo.size >= L.regionCacheEntries) s.regionMemo.clear();
  s.regionMemo.set(region, result);
  return result;
}

/** A contest that stands in for the party list: parties take part in every election that determines parties. */
const PARTY_CONTEST: Contest = { id: '', election: '', type: 'LEGISLATIVE', region: NATION, name: '' };
const RANK: Record<Phase, number> = { OFF: 0, POST: 1, PRE: 2, SET: 3, VOTE: 4, QUIET: 5, CAMP: 6 };

/** Keeps the members whose contest is running, before those already counted, before the rest. */
export function liveliest<T>(list: T[], phase: (t: T) => Phase): T[] {
  const asking = list.filter((t) => RANK[phase(t)] > RANK.POST);
  if (asking.length > 0) return asking;
  const counted = list.filter((t) => phase(t) === 'POST');
  return counted.length > 0 ? counted : list;
}

/** The phase of one entity on a local day. */
export function phaseOf(s: EngineState, entity: number, day: string): Phase {
  const contest = s.compiled.entities.contest[entity] as number;
  const kind = s.compiled.entities.kind[entity] as Contestant['kind'];
  return contest >= 0 ? contestPhase(s, contest, kind, day) : partyPhase(s, day);
}

const PHASES = Object.keys(RANK) as Phase[];
const PHASE_NUMBER = Object.fromEntries(PHASES.map((p, i) => [p, i])) as Record<Phase, number>;
const UNKNOWN = 255;
const KINDS: Record<Contestant['kind'], number> = { pair: 0, candidate: 1, party: 2, empty_column: 3 };
const KIND_COUNT = 4;

/** Every phase that was asked for on one day. A phase is a pure function of the day, so forgetting one costs time only. */
export interface DayPhases {
  /** By contest and kind; {@link UNKNOWN} until asked. */
  contest: Uint8Array;
  region: Map<string, Phase>;
  /** By region: the contests with ballot numbers that are running, the liveliest ones only. */
  ballots: Map<string, number[]>;
  party: Phase | null;
}

function dayPhases(s: EngineState, day: string): DayPhases {
  const known = s.dayMemo.get(day);
  if (known !== undefined) return known;
  const fresh: DayPhases = {
    contest: new Uint8Array(s.compiled.contests.length * KIND_COUNT).fill(UNKNOWN),
    region: new Map(),
    ballots: new Map(),
    party: null,
  };
  if (s.dayMemo.size >= L.dayCacheEntries) s.dayMemo.clear();
  s.dayMemo.set(day, fresh);
  return fresh;
}

function contestPhase(s: EngineState, contest: number, kind: Contestant['kind'], day: string): Phase {
  return phaseIn(s, dayPhases(s, day), contest, kind, day);
}

function phaseIn(s: EngineState, memo: DayPhases, contest: number, kind: Contestant['kind'], day: string): Phase {
  const at = contest * KIND_COUNT + KINDS[kind];
  const known = memo.contest[at] as number;
  if (known !== UNKNOWN) return PHASES[known] as Phase;
  const election = s.electionOf[contest];
  const phase = election ? phaseOnDay(election, s.compiled.contests[contest] as Contest, kind, day) : 'OFF';
  memo.contest[at] = PHASE_NUMBER[phase];
  return phase;
}

function partyPhase(s: EngineState, day: string): Phase {
  const memo = dayPhases(s, day);
  if (memo.party !== null) return memo.party;
  let best: Phase = 'OFF';
  for (const e of s.compiled.elections) {
    // In a regional election parties nominate; they do not stand.
    if (e.stages.parties_determined === undefined) continue;
    const phase = phaseOnDay(e as Election, PARTY_CONTEST, 'party', day);
    if (RANK[phase] > RANK[best]) best = phase;
  }
  memo.party = best;
  return best;
}

/** The liveliest phase among the author's contests: what a post without a contestant is filed under. */
export function regionPhase(s: EngineState, region: string, day: string): Phase {
  const memo = dayPhases(s, day);
  const known = memo.region.get(region);
  if (known !== undefined) return known;
  let best: Phase = 'OFF';
  for (const c of scopeOf(s, region).contests) {
    const phase = phaseIn(s, memo, c, 'pair', day);
    if (RANK[phase] > RANK[best]) best = phase;
  }
  if (memo.region.size >= L.regionCacheEntries) memo.region.clear();
  memo.region.set(region, best);
  return best;
}

/** The liveliest running contests of a region whose contestants have a number of their own. */
export function ballotContests(s: EngineState, region: string, day: string): number[] {
  const memo = dayPhases(s, day);
  const known = memo.ballots.get(region);
  if (known !== undefined) return known;
  const running = Array.from(scopeOf(s, region).contests).filter(
    (c) => s.compiled.contests[c]?.type !== 'LEGISLATIVE' && phaseIn(s, memo, c, 'pair', day) !== 'OFF',
  );
  const result = liveliest(running, (c) => phaseIn(s, memo, c, 'pair', day));
  if (memo.ballots.size >= L.regionCacheEntries) memo.ballots.clear();
  memo.ballots.set(region, result);
  return result;
}
