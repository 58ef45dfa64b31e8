/** The tables of the administration, as Kysely sees them. */
import type { Generated } from './kysely.ts';
import type { GenTime, Json, Time, TimeNull } from './schema-columns.ts';

export interface OfficeTables {
  register_import: {
    id: Generated<string>;
    kind: 'register' | 'accounts';
    state: Generated<string>;
    file_name: string;
    bytes_total: number;
    election: string | null;
    within: string[];
    created_by: number;
    created_at: GenTime;
    changed_at: GenTime;
    stop_asked: Generated<boolean>;
    lease_until: TimeNull;
    attempt: Generated<number>;
    step: string | null;
    bytes_done: Generated<number>;
    rows_done: Generated<number>;
    preview: Json | null;
    preview_hash: string | null;
    seen_hash: string | null;
    fault: string | null;
    version: string | null;
    counts: Json | null;
  };
  register_import_piece: { import_id: string; n: number; bytes: number; sealed: Buffer };
  setup_token: { only_one: Generated<boolean>; token_hash: Buffer; expires_at: Time };
  retention_run: { id: Generated<number>; at: GenTime; gone: Json; items: number };
  backup_record: {
    id: Generated<number>;
    created_at: Time;
    file_name: string;
    bytes: number;
    row_count: number;
    made_by: string;
    sha256: string;
    proven_at: TimeNull;
    proven_by: string | null;
  };
}
