/** The tables of migration 0013 about routing, waiting, acknowledging and letters. */
import type { Generated } from './kysely.ts';
import type { Day, GenTime, Id, TimeNull } from './schema-columns.ts';

export interface AlertTables {
  oversight_body: { name: string; valid_from: Day; valid_to: string | null; source: string };
  alert_wait: { case_id: number; reason: string; since: GenTime; ended_at: TimeNull };
  delivery_ack: { delivery_id: string; by: number; at: GenTime };
  escalation_letter: {
    id: Id;
    case_id: number;
    addressee: string;
    content: string;
    prepared_by: number;
    prepared_at: GenTime;
    number: string | null;
    released_by: number | null;
    released_at: TimeNull;
  };
}

/** What makes a subscription a line of the routing table, and how it wants to be told. */
export interface RoutingColumns {
  authority: string | null;
  agency: string | null;
  labels: Generated<string[]>;
  severity_min: Generated<string>;
  quiet_from: number | null;
  quiet_to: number | null;
  working_days: Generated<boolean>;
  per_hour: number | null;
}
