/** Roll-ups of decisions and the figures as they were released. */
import type { Generated } from './kysely.ts';
import type { Day, Json, Time } from './schema-columns.ts';

export interface StatsTables {
  stat_day: {
    day: Day;
    region: string;
    agency_type: string;
    platform: string;
    label: string;
    direction: string;
    phase: string;
    election: string;
    event: string;
    cases: number;
    standing: number;
  };
  stat_day_act: { day: Day; region: string; act: string; event: string; cases: number };
  stat_mark: { one: Generated<boolean>; at: Time };
  stat_release: { week: Day; made_at: Time; block_from: string | null; policy: Json; coverage: Json };
  stat_frozen: { week: Day; measure: string; region: string; label: string; direction: string; phase: string; cases: number };
  stat_figure: { week: Day; period: string; measure: string; name: string; region: string; part: string; value: number | null };
}
