/** Tables of the rules as they are described and counted (migration 0017), as Kysely sees them. */
import type { Json } from './schema-columns.ts';

export interface RuleTables {
  ruleset_rule: { ruleset_id: number; id: string; cue: string; label: string | null; doc: Json };
  ruleset_lexicon: { ruleset_id: number; lexicon: string; entry: string; variants: string[] };
  case_rule: { case_id: number; rule: string };
}

/** Columns that the overview adds to `cases`. */
export interface OutcomeColumns {
  /** The state a closed case had before. */
  closed_from: string | null;
}
