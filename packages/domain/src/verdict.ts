/** What the detection engine says about one version of one post, and why. */
import { z } from 'zod';
import { Band, Direction, Label, Phase, Stance } from './vocabulary.ts';

export const EvidenceField = z.enum(['text', 'shared_text', 'ocr', 'alt', 'hashtag', 'media']);

/** `start`/`end` are UTF-16 offsets into the original string of `field`. */
export const Evidence = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  field: EvidenceField,
  kind: z.string(),
  rule: z.string(),
  weight: z.number(),
});
export type Evidence = z.infer<typeof Evidence>;

export const ContestantStance = z.object({ id: z.string(), stance: Stance });

export const Verdict = z.object({
  id: z.string(),
  verdict: Band,
  score: z.number().min(0).max(1),
  label: Label,
  direction: Direction.nullable(),
  phase: Phase,
  acts: z.array(z.string()),
  contestants: z.array(ContestantStance),
  evidence: z.array(Evidence),
  exemption: z.string().nullable(),
  ruleset: z.string(),
  register: z.string(),
});
export type Verdict = z.infer<typeof Verdict>;

export const LabelLine = z.object({
  id: z.string(),
  flag: z.union([z.literal(0), z.literal(1)]),
  label: Label.nullish(),
  direction: Direction.nullish(),
  contestants: z.array(z.string()).nullish(),
  phase: Phase.nullish(),
  acts: z.array(z.string()).nullish(),
  exemption: z.string().nullish(),
  group: z.string().nullish(),
  difficulty: z.string().nullish(),
});
export type LabelLine = z.infer<typeof LabelLine>;
