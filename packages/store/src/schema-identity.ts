/** The tables of accounts, sessions, keys and the log, as Kysely sees them. */
import type { Generated } from './kysely.ts';
import type { Day, GenTime, Id, Json, Time, TimeNull } from './schema-columns.ts';

export interface IdentityTables {
  app_user: {
    id: Id;
    username: string;
    display_name: string;
    password_hash: string | null;
    active: Generated<boolean>;
    failed_attempts: Generated<number>;
    locked_until: TimeNull;
    created_at: GenTime;
    region: Generated<string>;
    person_key: Generated<string>;
    oidc_issuer: string | null;
    oidc_subject: string | null;
    must_change_password: Generated<boolean>;
    password_reset_by: number | null;
    factor_reset_by: number | null;
  };
  user_role: { user_id: number; role: string; region: string; until: TimeNull };
  user_totp: { user_id: number; secret_sealed: Buffer; confirmed_at: TimeNull; last_step: Generated<number>; created_at: GenTime };
  user_recovery_code: { user_id: number; code_hash: Buffer; used_at: TimeNull };
  session: {
    token_hash: Buffer;
    user_id: number;
    csrf: string;
    created_at: GenTime;
    expires_at: Time;
    id: Generated<string>;
    last_seen_at: GenTime;
    second_factor_at: TimeNull;
    method: Generated<string>;
    user_agent: string | null;
  };
  api_key: {
    id: Id;
    key_hash: Buffer;
    name: string;
    role: Generated<string>;
    region: Generated<string>;
    created_at: GenTime;
    revoked_at: TimeNull;
    scopes: Generated<string[]>;
    family: Generated<number | null>;
    tail: Generated<string>;
    per_minute: Generated<number>;
    expires_at: TimeNull;
    last_used_at: TimeNull;
    created_by: number | null;
  };
  idempotency: { user_id: number; key: string; request: Buffer; status: number; body: Json; etag: string | null; created_at: GenTime };
  audit_log: { id: Id; at: GenTime; actor: number | null; action: string; object: string; object_id: string; data: Json; prev_hash: Buffer; hash: Buffer };
  audit_pending: { seq: Id; at: GenTime; actor: number | null; action: string; object: string; object_id: string; data: Generated<Json>; direct: boolean };
  audit_root: {
    day: Day;
    last_id: number;
    last_hash: Buffer;
    previous: Buffer | null;
    signed_at: Time;
    key_id: string;
    public_key: string;
    signature: Buffer;
    token: Buffer | null;
    stamped_at: TimeNull;
  };
}
