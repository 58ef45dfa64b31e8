/** The rules in force over HTTP: what they say, what people made of them, and a text tried. */
import { LEXICONS, LIMITS, RuleDescription, Trial } from '@pantau/domain';
import { z } from 'zod';
import { API } from '../limits.ts';
import { ShareView } from './overview.ts';

const time = z.iso.datetime();
const key = z.string().min(1).max(120);
const page = {
  cursor: key.optional().describe('The `next_cursor` of the page before'),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(API.pageRowsDefault),
};
const words = z.string().trim().min(1).max(LIMITS.searchChars).optional();

export const RulesetView = z.object({
  /** Null until a scorer has started. */
  ruleset: z
    .object({ name: z.string(), since: time, rules: z.number().int(), lexicons: z.array(z.object({ name: z.string(), entries: z.number().int() })) })
    .nullable(),
});

const RULE_DAYS_MAX = 3_650;
export const RulesQuery = z.strictObject({
  ...page,
  q: words,
  cue: key.optional(),
  days: z.coerce.number().int().min(1).max(RULE_DAYS_MAX).default(365).describe('Cases flagged in the last days are counted'),
});
export const RulesPage = z.object({
  /** Null, and no rules, until a scorer has started. */
  ruleset: z.string().nullable(),
  data: z.array(
    RuleDescription.extend({
      /** Null: the caller neither decides about cases nor writes rules. */
      figures: z.object({ cases: z.number().int(), upheld: z.number().int(), refused: z.number().int(), precision: ShareView }).nullable(),
    }),
  ),
  next_cursor: z.string().nullable(),
});

export const LexiconParams = z.object({ name: z.enum(LEXICONS) });
export const LexiconQuery = z.strictObject({ ...page, q: words });
export const LexiconPage = z.object({
  ruleset: z.string().nullable(),
  data: z.array(z.object({ entry: z.string(), variants: z.array(z.string()) })),
  next_cursor: z.string().nullable(),
});

export const TrialView = Trial.extend({
  /** Names of the contestants that were recognised. */
  contestants: z.array(z.object({ id: z.string(), name: z.string(), ballot_number: z.number().nullable(), contest: z.string() })),
});
