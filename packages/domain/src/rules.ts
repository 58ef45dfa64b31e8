/**
 * The rules as they are told to people: what the scorer publishes of its ruleset, and what it answers when a text is tried.
 * Both cross a process boundary and are parsed on the other side.
 */
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { Verdict } from './verdict.ts';
import { EmploymentStatus, RegionCode } from './vocabulary.ts';

export const RuleDescription = z.object({
  id: z.string(),
  meaning: z.string(),
  /** Where it is written. */
  source: z.string(),
  cue: z.string(),
  label: z.string().nullable(),
  /** The exemption it speaks for. */
  exempt: z.string().nullable(),
  lang: z.string(),
  /** `native-speaker-needed`: words of a regional language that no native speaker has confirmed. */
  review: z.string().nullable(),
  patterns: z.array(z.string()),
  positive: z.array(z.string()),
  negative: z.array(z.string()),
});
export type RuleDescription = z.infer<typeof RuleDescription>;

/** Lists of words that are no rules by themselves: spellings, numbers, gestures, parties, words with two meanings. */
export const LEXICONS = ['spelling', 'number', 'gesture', 'party', 'two_meanings'] as const;
export interface LexiconEntry {
  lexicon: (typeof LEXICONS)[number];
  entry: string;
  variants: string[];
}
export interface RulesetDescription {
  name: string;
  rules: RuleDescription[];
  lexicons: LexiconEntry[];
}

/** A text tried against the rules in force. It is answered and forgotten. */
export const TrialInput = z.strictObject({
  text: z.string().min(1).max(LIMITS.postTextChars),
  region: RegionCode,
  posted_at: z.iso.datetime({ offset: true }),
  employment_status: EmploymentStatus.default('PNS'),
  kind: z.enum(['post', 'reply', 'share']).default('post'),
});
export type TrialInput = z.infer<typeof TrialInput>;

const place = { text: z.string(), start: z.number().int(), end: z.number().int(), field: z.string() };
export const Trial = z.object({
  /** The text as the matcher reads it. */
  normalised: z.string(),
  mentions: z.array(z.object({ ...place, form: z.string(), contestants: z.array(z.string()), ambiguous: z.boolean(), second_signal: z.boolean() })),
  cues: z.array(z.object({ ...place, cue: z.string(), rule: z.string(), negated: z.boolean(), quoted: z.boolean(), clause: z.number().int() })),
  targets: z.array(
    z.object({
      contestant: z.string(),
      probability: z.number(),
      stance: z.string(),
      features: z.array(z.object({ name: z.string(), value: z.number(), weight: z.number() })),
    }),
  ),
  bias: z.number(),
  thresholds: z.object({ flag: z.number(), review: z.number() }),
  reason: z.string(),
  verdict: Verdict,
});
export type Trial = z.infer<typeof Trial>;
