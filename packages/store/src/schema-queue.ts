/** Tables of the queue (migration 0009), as Kysely sees them. */
import type { Generated, GeneratedAlways } from './kysely.ts';
import type { GenTime, Json, TimeNull } from './schema-columns.ts';

export interface QueueTables {
  region_risk: { region: string; level: string; dataset: string; updated_at: GenTime };
  case_group: { id: GeneratedAlways<number>; scope: string; sha256: Buffer; minima: number[]; bands: number[]; created_at: GenTime };
  group_preview: {
    id: Generated<string>;
    user_id: number;
    group_id: number;
    cases: Json<{ id: number; revision: number }[]>;
    shown_at: GenTime;
    used_at: TimeNull;
  };
  saved_view: {
    id: GeneratedAlways<number>;
    name: string;
    filter: Json<Record<string, unknown>>;
    owner: number;
    role: string | null;
    region: string | null;
    revision: Generated<number>;
    created_at: GenTime;
    updated_at: GenTime;
  };
}

/** Columns that the queue adds to `cases`. */
export interface QueueColumns {
  contestant: string | null;
  origin: Generated<string>;
  group_id: number | null;
  risk: Generated<number>;
  review_due_at: TimeNull;
  province: GeneratedAlways<string>;
  regency: GeneratedAlways<string>;
  rank: GeneratedAlways<number>;
}
