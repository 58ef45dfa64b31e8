/** The tables of migration 0008: what happens to a case after its first look. */
import type { Generated } from './kysely.ts';
import type { Day, GenTime, Id, Json, Time, TimeNull } from './schema-columns.ts';

export interface WorkflowTables {
  holiday: { day: Day; kind: string; name: string; source: string; imported_at: GenTime };
  case_file: { id: Id; person_id: number; contest: string; region: string; created_by: number; created_at: GenTime };
  finding: {
    id: Id;
    number: string;
    region: string;
    plenary_no: string;
    plenary_on: Day;
    form_a: Json;
    form_b2: Json;
    decided_by: number;
    decided_at: GenTime;
  };
  case_transition: { from_state: string; to_state: string; by_clock: Generated<boolean> };
  user_conflict: {
    id: Id;
    user_id: number;
    kind: string;
    agency: string | null;
    person_id: number | null;
    name_key: string | null;
    declared_by: number;
    declared_at: GenTime;
    ended_at: TimeNull;
  };
  user_agency: { user_id: number; agency: string };
  case_record: { id: Id; case_id: number; kind: string; stage: string; content: Json; by: number | null; at: GenTime };
  hearing: {
    id: Id;
    case_id: number;
    stage: string;
    summons_no: string;
    summoned_at: GenTime;
    scheduled_at: Time;
    place: string;
    summoned_by: number;
    outcome: string | null;
    held_at: TimeNull;
    minutes: string | null;
    recorded_by: number | null;
    recorded_at: TimeNull;
  };
  case_attachment: {
    id: Id;
    case_id: number;
    stage: string;
    kind: string;
    file_name: string;
    media_type: string;
    size: number;
    sha256: Buffer;
    content: Buffer;
    added_by: number | null;
    added_at: GenTime;
  };
  case_serial: { kind: string; area: string; year: number; last: number };
}
