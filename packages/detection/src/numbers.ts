/**
 * Ballot numbers and gestures. A number means a contestant only through the contests of the author's region
 * and date; when two contests fit and nothing in the text tells them apart, the mention stays ambiguous.
 */

import { CUE_INDEX } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import type { Hits } from './hits.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import type { LinkContext, Mention } from './mention.ts';
import { FORM } from './names.ts';
import { officeTypes } from './office.ts';
import { ballotContests } from './scope.ts';
import { GAP, GAP_BREAKS, KIND, READ, type Tokens } from './tokens.ts';

const MAX_BALLOT = 30;
const CUE_REACH = 3;

/** The number a token stands for, −1 for none. */
export function numberAt(s: EngineState, t: Tokens, i: number): number {
  if (t.kind[i] === KIND.number) return t.value[i] as number;
  const id = t.id[i] as number;
  return id === 0 ? -1 : (s.numberOf[id] as number);
}

export function numberMentions(s: EngineState, t: Tokens, hits: Hits, named: Mention[], ctx: LinkContext): Mention[] {
  const out: Mention[] = [];
  const blocked = (hits.cueCount[CUE_INDEX.othervote] as number) > 0;
  if (blocked && named.length === 0) return out;
  for (let i = 0; i < t.count && named.length + out.length < L.mentionsPerField; i++) {
    const n = numberAt(s, t, i);
    const sign = t.kind[i] === KIND.emoji && s.gestureOf.has(t.id[i] as number);
    if (n < 0 && !sign) continue;
    if (named.some((m) => i >= m.from && i < m.to)) continue;
    const from = sign ? -1 : numberStart(s, t, hits, i, n, named.length > 0);
    if (from < 0) continue;
    if (n === 0 || n > MAX_BALLOT) continue;
    const entities = byBallot(s, t, n, named, ctx, hits);
    if (entities.length > 0)
      out.push({ from, to: numberEnd(s, t, i), entities, form: FORM.number, person: -1, ambiguous: entities.length > 1, weak: false, remote: false });
  }
  return out;
}

function numberEnd(s: EngineState, t: Tokens, i: number): number {
  const next = i + 1 < t.count ? (t.id[i + 1] as number) : 0;
  return next !== 0 && s.words.finger[next] === 1 ? i + 2 : i + 1;
}

/** Where the number phrase starts, or −1 when this number is not a ballot number. */
function numberStart(s: EngineState, t: Tokens, hits: Hits, i: number, n: number, named: boolean): number {
  if (isMeasure(s, t, i)) return -1;
  const electionPost =
    (hits.cueCount[CUE_INDEX.elect] as number) + (hits.cueCount[CUE_INDEX.vote] as number) + (hits.cueCount[CUE_INDEX.photo] as number) > 0 || named;
  if (!electionPost) return -1;
  let start = i;
  let cue = false;
  for (let k = i - 1; k >= Math.max(0, i - CUE_REACH); k--) {
    if (((t.gap[k + 1] as number) & GAP_BREAKS) !== 0) break;
    const id = t.id[k] as number;
    if (id === 0 || s.words.numberCue[id] !== 1) break;
    cue = true;
    start = k;
  }
  if (cue) return start;
  if (voteJustBefore(s, hits, i) && n <= 9 && !isCounted(t, i)) return i;
  const next = i + 1 < t.count ? (t.id[i + 1] as number) : 0;
  if (next !== 0 && s.words.finger[next] === 1) return i;
  const digits = t.kind[i] === KIND.number && (t.end[i] as number) - (t.start[i] as number) === 2 && n > 0 && n < 10;
  return digits ? i : -1;
}

function voteJustBefore(s: EngineState, hits: Hits, i: number): boolean {
  for (let k = 0; k < hits.cues; k++) {
    if (hits.cueTo[k] === i && s.ruleCue[hits.cueRule[k] as number] === CUE_INDEX.vote) return true;
  }
  return false;
}

/** "pilih dua menu", "pilih satu saja": a plain word after the number that is not the end of the sentence. */
function isCounted(t: Tokens, i: number): boolean {
  if (((t.read[i] as number) & READ.hashtag) !== 0) return false;
  if (i + 1 >= t.count || (t.after(i) & (GAP_BREAKS | GAP.soft)) !== 0) return false;
  return t.kind[i] === KIND.word && t.kind[i + 1] === KIND.word;
}

const MEASURES = new Set([
  'periode',
  'tahun',
  'hari',
  'bulan',
  'persen',
  'ribu',
  'juta',
  'miliar',
  'putaran',
  'orang',
  'kali',
  'tps',
  'jam',
  'menit',
  'km',
  'kg',
  'kecamatan',
  'desa',
]);
/** Nothing but a dot, slash or dash between two numbers. */
function isTight(gap: number): boolean {
  return (gap & GAP.space) === 0 && (gap & (GAP.join | GAP.soft)) !== 0;
}

/** "2 periode", "satu putaran", "03 Oktober", "TPS 03", "08.30", "02/11": counting, dates, places. */
function isMeasure(s: EngineState, t: Tokens, i: number): boolean {
  const next = i + 1 < t.count ? s.lexicon.vocabulary.word(t.id[i + 1] as number) : '';
  if (MEASURES.has(next) || MONTHS.has(next)) return true;
  const before = i > 0 ? s.lexicon.vocabulary.word(t.id[i - 1] as number) : '';
  if (before === 'tps' || before === 'rt' || before === 'rw' || before === 'pukul' || before === 'tanggal' || before === 'jam') return true;
  if (t.kind[i] === KIND.number && i + 1 < t.count && t.kind[i + 1] === KIND.number && isTight(t.gap[i + 1] as number)) return true;
  return i > 0 && t.kind[i] === KIND.number && t.kind[i - 1] === KIND.number && isTight(t.gap[i] as number);
}
const MONTHS = new Set([
  'januari',
  'februari',
  'maret',
  'april',
  'mei',
  'juni',
  'juli',
  'agustus',
  'september',
  'oktober',
  'november',
  'nov',
  'okt',
  'des',
  'desember',
  'feb',
  'jan',
  'sept',
]);

function byBallot(s: EngineState, t: Tokens, n: number, named: Mention[], ctx: LinkContext, hits: Hits): number[] {
  let contests = ballotContests(s, ctx.region, ctx.day);
  if (contests.length > 1) {
    const linked = new Set([...named.flatMap((m) => m.entities), ...ctx.known].map((e) => s.compiled.entities.contest[e] as number));
    const inLinked = contests.filter((c) => linked.has(c));
    if (inLinked.length > 0) contests = inLinked;
    else {
      const types = officeTypes(s, t, hits);
      const byType = contests.filter((c) => types.has(s.compiled.contests[c]?.type ?? ''));
      if (types.size === 1 && byType.length > 0) contests = byType;
    }
  }
  const out: number[] = [];
  for (const c of contests) for (const e of s.entitiesByContest[c] ?? []) if (s.compiled.entities.ballot[e] === n) out.push(e);
  return out;
}
