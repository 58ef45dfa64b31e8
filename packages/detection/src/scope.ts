/** Which contests concern an author, and in which phase they are: pure look-ups with memo tables. */
import { type Contest, type Contestant, type Election, NATION, type Phase, phaseOnDay, regionAncestors } from '@pantau/domain';
import type { EngineState } from './engine-state.ts';
import { LIMITS_DETECTION as L } from './limits.ts';

/** Contests of the author's region: its ancestors' and, for a provincial author, those inside it. */
export function contestsOf(s: EngineState, region: string): Int32Array {
  const known = s.regionMemo.get(region);
  if (known) return known;
  const out: number[] = [];
  for (const r of regionAncestors(region)) out.push(...(s.contestsByRegion.get(r) ?? []));
  if (region !== NATION) {
    const inside = `${region}.`;
    for (const [r, list] of s.contestsByRegion) if (r.startsWith(inside)) out.push(...list);
  }
  const result = Int32Array.from(out);
  if (s.regionMemo.size < L.regionCacheEntries) s.regionMemo.set(region, result);
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

export function contestPhase(s: EngineState, contest: number, kind: Contestant['kind'], day: string): Phase {
  const key = `${contest}|${kind}|${day}`;
  const known = s.phaseMemo.get(key);
  if (known !== undefined) return known as Phase;
  const election = s.electionOf[contest];
  const phase = election ? phaseOnDay(election, s.compiled.contests[contest] as Contest, kind, day) : 'OFF';
  remember(s, key, phase);
  return phase;
}

function remember(s: EngineState, key: string, phase: Phase): void {
  if (s.phaseMemo.size >= L.regionCacheEntries) s.phaseMemo.clear();
  s.phaseMemo.set(key, phase);
}

function partyPhase(s: EngineState, day: string): Phase {
  const key = `party|${day}`;
  const known = s.phaseMemo.get(key);
  if (known !== undefined) return known as Phase;
  let best: Phase = 'OFF';
  for (const e of s.compiled.elections) {
    // In a regional election parties nominate; they do not stand.
    if (e.stages.parties_determined === undefined) continue;
    const phase = phaseOnDay(e as Election, PARTY_CONTEST, 'party', day);
    if (RANK[phase] > RANK[best]) best = phase;
  }
  remember(s, key, best);
  return best;
}

/** The liveliest phase among the author's contests: what a post without a contestant is filed under. */
export function regionPhase(s: EngineState, region: string, day: string): Phase {
  const key = `region|${region}|${day}`;
  const known = s.phaseMemo.get(key);
  if (known !== undefined) return known as Phase;
  let best: Phase = 'OFF';
  for (const c of contestsOf(s, region)) {
    const phase = contestPhase(s, c, 'pair', day);
    if (RANK[phase] > RANK[best]) best = phase;
  }
  remember(s, key, best);
  return best;
}
