/** The public verdict: pure, synchronous, the same for the same inputs. */
import { type Evidence, localDay, type PostLine, type Verdict, type Zone, zoneOf } from '@pantau/domain';
import { analyseField, type FieldAnalysis } from './analyse.ts';
import { CUES } from './cues.ts';
import { decide } from './decide.ts';
import { CLEAR_SCORE, type Decision, type Fields } from './decision.ts';
import type { EngineState } from './engine-state.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import type { LinkContext } from './mention.ts';
import { FORM, FORM_NAME } from './names.ts';
import { regionPhase } from './scope.ts';
import { stanceOf } from './stance.ts';
import { READ } from './tokens.ts';

export interface Scored {
  verdict: Verdict;
  decision: Decision | null;
  fields: Fields | null;
}

export function scorePost(s: EngineState, post: PostLine): Scored {
  const day = dayOf(post);
  const fields = readFields(s, post, day);
  if (fields === null) return { verdict: plainVerdict(s, post, day), decision: null, fields: null };
  const decision = decide(s, post, day, fields);
  return { verdict: verdictOf(s, post, decision, fields), decision, fields };
}

const ZONE_HOURS: Record<Zone, number> = { WIB: 7, WITA: 8, WIT: 9 };
const DAY_CHARS = 10;
const HOUR_END = 13;
const DAY_HOURS = 24;

/** The local day; only a time near midnight needs a calendar, any other carries its day in its first ten characters. */
export function dayOf(post: PostLine): string {
  const { region } = post.author;
  const at = post.posted_at;
  const offset = offsetHours(at);
  if (offset !== null) {
    const hour = Number(at.slice(DAY_CHARS + 1, HOUR_END)) + ZONE_HOURS[zoneOf(region)] - offset;
    if (hour >= 0 && hour < DAY_HOURS) return at.slice(0, DAY_CHARS);
  }
  return localDay(new Date(at), region);
}

/** Whole hours east of Greenwich, null for anything written otherwise than `2024-10-12T12:00:00+07:00` or `…Z`. */
function offsetHours(at: string): number | null {
  if (at.charCodeAt(DAY_CHARS) !== T) return null;
  if (at.endsWith('Z')) return 0;
  const sign = at.charCodeAt(at.length - 6);
  if (!at.endsWith(':00') || (sign !== PLUS && sign !== MINUS)) return null;
  const hours = (at.charCodeAt(at.length - 5) - ZERO) * 10 + at.charCodeAt(at.length - 4) - ZERO;
  return sign === PLUS ? hours : -hours;
}
const [T, PLUS, MINUS, ZERO] = [84, 43, 45, 48];

function plainVerdict(s: EngineState, post: PostLine, day: string): Verdict {
  return {
    id: post.id,
    verdict: 'clear',
    score: CLEAR_SCORE,
    label: 'NONE',
    direction: null,
    phase: regionPhase(s, post.author.region, day),
    acts: [],
    contestants: [],
    evidence: [],
    exemption: null,
    ruleset: s.compiled.ruleset,
    register: s.compiled.register,
  };
}

export function incompleteVerdict(s: EngineState, post: PostLine): Verdict {
  return {
    id: post.id,
    verdict: 'incomplete',
    score: 0,
    label: 'NONE',
    direction: null,
    phase: 'OFF',
    acts: [],
    contestants: [],
    evidence: [],
    exemption: null,
    ruleset: s.compiled.ruleset,
    register: s.compiled.register,
  };
}

/** Null when every field is plain and nothing outside the words points at a contestant. */
export function readFields(s: EngineState, post: PostLine, day: string): Fields | null {
  const account = accountEntities(s, post);
  const { region } = post.author;
  const apart: LinkContext = { region, day, known: NONE };
  const shared = post.kind === 'share' && post.shared_text ? analyseField(s, 'shared_text', post.shared_text, apart) : null;
  const known = knownEntities(account, shared);
  const text = analyseField(s, 'text', post.text, known === NONE ? apart : { region, day, known });
  const media = post.media && post.media.length > 0 ? readMedia(s, post.media, apart) : null;
  if (text === null && media === null && shared === null && account.length === 0) return null;
  const own = text === null ? (media ?? []) : [text, ...(media ?? [])];
  return { own, shared, hasOwnWords: post.text.trim() !== '', accountEntities: account };
}

function readMedia(s: EngineState, media: NonNullable<PostLine['media']>, apart: LinkContext): FieldAnalysis[] | null {
  const out: FieldAnalysis[] = [];
  for (const m of media) {
    const ocr = m.ocr_text ? analyseField(s, 'ocr', m.ocr_text, apart) : null;
    const alt = m.alt ? analyseField(s, 'alt', m.alt, apart) : null;
    if (ocr !== null) out.push(ocr);
    if (alt !== null) out.push(alt);
  }
  return out.length > 0 ? out : null;
}

function knownEntities(account: readonly number[], shared: FieldAnalysis | null): readonly number[] {
  if (account.length > 0 || shared === null) return account;
  const named = shared.targets.filter((t) => !t.ambiguous);
  return named.length === 1 ? [named[0]?.entity as number] : NONE;
}

const NONE: readonly number[] = [];

/** Contestants and parties whose registered account this post answers to or shares from. */
function accountEntities(s: EngineState, post: PostLine): readonly number[] {
  const replied = post.kind === 'reply' ? post.reply_to : undefined;
  const shared = post.kind === 'share' ? post.shared_from : undefined;
  if (!replied && !shared) return NONE;
  return [...new Set([replied, shared].flatMap((account) => (account ? ownersOf(s, account.handle) : [])))];
}

function ownersOf(s: EngineState, handle: string): number[] {
  const out: number[] = [];
  const id = s.lexicon.vocabulary.findString(`@${handle.replace(/^@/, '').toLowerCase()}`);
  const node = id === 0 ? 0 : s.trie.step(0, s.lexicon.canon[id] as number);
  const pattern = node === 0 ? 0 : s.trie.output(node);
  if (pattern === 0) return out;
  for (let r = s.compiled.refHead[pattern - 1] as number; r !== 0; r = s.compiled.refNext[r] as number) {
    if (s.compiled.refForm[r] === FORM.handle) out.push(s.compiled.refEntity[r] as number);
  }
  return out;
}

function verdictOf(s: EngineState, post: PostLine, d: Decision, fields: Fields): Verdict {
  return {
    id: post.id,
    verdict: d.verdict,
    score: Math.round(Math.min(1, Math.max(0, d.score)) * 1e6) / 1e6,
    label: d.verdict === 'clear' ? 'NONE' : d.label,
    direction: d.verdict === 'clear' ? null : d.direction,
    phase: d.phase,
    acts: d.verdict === 'clear' ? [] : d.acts,
    contestants: contestantsOf(s, fields),
    evidence: evidenceOf(s, fields, d),
    exemption: d.exemption,
    ruleset: s.compiled.ruleset,
    register: s.compiled.register,
  };
}

function contestantsOf(s: EngineState, fields: Fields): Verdict['contestants'] {
  const out = new Map<string, Verdict['contestants'][number]>();
  for (const f of fields.own) {
    for (const t of f.targets) {
      const id = s.compiled.entities.id[t.entity] as string;
      if (!out.has(id) && out.size < L.contestantsPerVerdict) out.set(id, { id, stance: t.ambiguous ? 'mention' : stanceOf(s, t) });
    }
  }
  for (const t of fields.shared?.targets ?? []) {
    const id = s.compiled.entities.id[t.entity] as string;
    if (!out.has(id) && out.size < L.contestantsPerVerdict) out.set(id, { id, stance: 'mention' });
  }
  return [...out.values()];
}

/** The principal feature of a cue class: its weight is what the evidence line shows. */
const CUE_FEATURE: Record<string, string> = {
  vote: 'vote_object',
  back: 'back_before',
  choice: 'choice_near',
  win: 'win_near',
  pray: 'pray_near',
  praise: 'praise_near',
  promo: 'promo_near',
  credit: 'credit_near',
  slogan: 'slogan_near',
  love: 'love_near',
  prefer: 'prefer_beside',
  appeal: 'appeal_near',
  first: 'first_near',
  novote: 'novote_near',
  critic: 'critic_near',
  mock: 'mock_post',
  hearsay: 'hearsay_near',
  neg: 'negated_support',
  question: 'question_word',
  cond: 'cond_near',
  contrast: 'contrast_post',
  report: 'report_near',
  newsy: 'newsy_post',
  third: 'third_near',
  undecided: 'undecided_post',
  props: 'props_near',
  attend: 'attend_near',
  team: 'team_near',
  member: 'member_near',
  self: 'self_post',
  mobil: 'mobil_near',
  facil: 'facil_near',
  photo: 'photo_near',
  sharepls: 'share_near',
  approve: 'approve_reply',
  elect: 'elect_post',
  voted: 'voted_post',
  edu: 'edu_post',
  neutral: 'neutral_post',
  caseword: 'case_post',
  congrats: 'congrats_post',
  othervote: 'othervote_post',
  duty: 'duty_post',
  refute: 'refute_post',
  official: 'official_post',
};

function evidenceOf(s: EngineState, fields: Fields, d: Decision): Evidence[] {
  const out: Evidence[] = [];
  const weights = s.ruleset.weights.flag;
  for (const f of [...fields.own, ...(fields.shared ? [fields.shared] : [])]) {
    for (const m of f.reading.mentions) {
      if (m.form === FORM.reply || out.length >= L.evidencePerVerdict) continue;
      const inTag = ((f.spans.read[m.from] as number) & READ.hashtag) !== 0;
      out.push({
        start: f.spans.start[m.from] as number,
        end: f.spans.end[m.to - 1] as number,
        field: inTag && f.field === 'text' ? 'hashtag' : f.field,
        kind: m.ambiguous ? 'ambiguous' : 'contestant',
        rule: `NAME-${FORM_NAME[m.form] ?? 'other'}`,
        weight: 0,
      });
    }
    for (const c of f.reading.cues) {
      if (out.length >= L.evidencePerVerdict) break;
      const name = CUES[c.cue] as string;
      out.push({
        start: f.spans.start[c.from] as number,
        end: f.spans.end[c.to - 1] as number,
        field: f.field,
        kind: c.negated ? `not ${name}` : name,
        rule: s.compiled.ruleOrder[c.rule] ?? '',
        weight: weights[CUE_FEATURE[name] ?? ''] ?? 0,
      });
    }
  }
  return d.verdict === 'clear' ? out.filter((e) => e.kind === 'contestant' || e.kind === 'ambiguous') : out;
}
