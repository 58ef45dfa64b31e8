/** The tables as Kysely sees them. Written by hand; a test compares them with the database's own catalogue. */
import type { Generated, GeneratedAlways } from './kysely.ts';
import type { AlertTables, RoutingColumns } from './schema-alerts.ts';
import type { Day, GenTime, Id, Json, Time, TimeNull } from './schema-columns.ts';
import type { EvidenceDatabase } from './schema-evidence.ts';
import type { IdentityTables } from './schema-identity.ts';
import type { OfficeTables } from './schema-office.ts';
import type { QueueColumns, QueueTables } from './schema-queue.ts';
import type { OutcomeColumns, RuleTables } from './schema-rules.ts';
import type { SourceTables } from './schema-sources.ts';
import type { StatsTables } from './schema-stats.ts';
import type { WorkflowTables } from './schema-workflow.ts';

export interface Database
  extends AlertTables,
    WorkflowTables,
    EvidenceDatabase,
    IdentityTables,
    OfficeTables,
    QueueTables,
    RuleTables,
    SourceTables,
    StatsTables {
  schema_migration: { version: number; name: string; sha256: string; applied_at: GenTime };
  installation: { key: string; value: Json };
  region: { code: string; parent: string | null; name: string; level: number };
  register_part: {
    id: Id;
    part_key: string;
    label: string;
    sha256: Buffer;
    source: string;
    imported_by: string;
    imported_at: GenTime;
    counts: Json<Record<string, number>>;
  };
  register_version: { id: Id; name: string; published_at: GenTime; published_by: string };
  register_version_part: { version_id: number; part_id: number };
  register_election: { part_id: number; id: string; doc: Json };
  register_contest: { part_id: number; id: string; election: string; type: string; region: string; name: string };
  register_contestant: { part_id: number; id: string; contest: string; kind: string; ballot_number: number | null; doc: Json };
  register_party: { part_id: number; id: string; doc: Json };
  circular: { id: string; jurisdiction: string; doc: Json; imported_at: GenTime };
  ruleset_version: { id: Id; name: string; created_at: GenTime };
  person: { id: Id; key_hash: Buffer; key_gen: Generated<number>; nip_sealed: Buffer | null; key_tail: string; name: string; created_at: GenTime };
  person_period: {
    person_id: number;
    valid_from: Day;
    valid_to: string | null;
    employment_status: string;
    position_type: string | null;
    agency: string;
    opd: string | null;
    region: string;
    appointing_authority: string | null;
    cltn: Json<{ from: string; to: string }[]>;
    kin: Json<{ contestant?: string; staff_key?: string; relation: string }[]>;
  };
  account: {
    id: Id;
    person_id: number;
    platform: string;
    handle: string;
    handle_key: string;
    platform_id: string | null;
    verified_by: string | null;
    verified_at: TimeNull;
    basis_law: string;
    basis_ref: string;
    basis_until: string | null;
    ended_at: TimeNull;
    created_at: GenTime;
  };
  source: {
    id: Id;
    name: string;
    connector: string;
    config: Json;
    policy: Json;
    enabled: Generated<boolean>;
    created_at: GenTime;
    schedule: Json | null;
  };
  source_state: {
    source_id: number;
    unit: Generated<string>;
    cursor: Json | null;
    lease_epoch: Generated<number>;
    lease_until: TimeNull;
    next_due_at: GenTime;
    polled_at: TimeNull;
    failures: Generated<number>;
    last_error: string | null;
    paused_at: TimeNull;
    counts: Generated<Json<Record<string, number>>>;
    account_id: number | null;
    weight: Generated<number>;
    rate_posts: Generated<number>;
    rate_days: Generated<number>;
    rate_at: TimeNull;
  };
  post: { id: Id; platform: string; post_key: string; account_id: number; first_seen_at: GenTime; gone_at: TimeNull };
  post_version: {
    id: Id;
    post_id: number;
    version_key: string;
    posted_at: Time;
    seen_at: Time;
    seen_on: Day;
    kind: string;
    text_sha256: Buffer;
    source_id: number | null;
  };
  post_content: { version_id: number; seen_on: Day; content: Json };
  score_pending: { version_id: number; since: GenTime; next_at: GenTime; attempts: Generated<number>; last_error: string | null; failed_at: TimeNull };
  verdict: {
    version_id: number;
    ruleset_id: number;
    register_id: number;
    verdict: string;
    score: number;
    label: string;
    direction: string | null;
    phase: string;
    detail: Json | null;
    scored_at: GenTime;
  };
  import_run: {
    id: Generated<string>;
    kind: string;
    file_name: string;
    file_sha256: string;
    bytes_total: number;
    bytes_done: Generated<number>;
    lines_done: Generated<number>;
    counts: Json<Record<string, number>>;
    status: Generated<string>;
    imported_by: string;
    started_at: GenTime;
    finished_at: TimeNull;
  };
  import_chunk: { run_id: string; bytes_from: number; bytes_to: number; lines: number; counts: Json<Record<string, number>> };
  quarantine: { id: Id; source_id: number | null; reason: string; external_id: string | null; raw: string | null; raw_sha256: Buffer; at: GenTime };
  cases: QueueColumns &
    OutcomeColumns & {
      id: Id;
      post_id: number;
      version_id: number;
      person_id: number;
      region: string;
      election: string | null;
      contest: string | null;
      state: Generated<string>;
      band: string;
      label: string;
      direction: string | null;
      phase: string;
      score: number;
      acts: Generated<string[]>;
      exemption: string | null;
      priority: number;
      posted_at: Time;
      captured_at: Time;
      first_flagged_at: GenTime;
      known_at: TimeNull;
      decided_at: TimeNull;
      forwarded_at: TimeNull;
      claimed_by: number | null;
      lease_until: TimeNull;
      revision: Generated<number>;
      round: Generated<number>;
      due_at: TimeNull;
      file_id: number | null;
      finding_id: number | null;
      alert_case: number | null;
      sanction: string | null;
      overdue_at: TimeNull;
      ended_at: TimeNull;
      outcome: string | null;
      recipient_region: string | null;
      recipient_agency: string | null;
      recipient_question: string | null;
    };
  case_event: { id: Id; case_id: number; type: string; actor: number | null; data: Json<Record<string, unknown>>; at: GenTime };
  case_opinion: {
    case_id: number;
    round: Generated<number>;
    user_id: number;
    finding: string;
    acts: Generated<string[]>;
    exemption: string | null;
    reason: string | null;
    given_at: GenTime;
    id: Id;
    undone_at: TimeNull;
    /** Set by the database: the person behind the account. */
    person_key: Generated<string | null>;
  };
  evidence: {
    case_id: number;
    version_id: number;
    content: Json;
    sha256: Buffer;
    sealed_at: GenTime;
    seal: Generated<number>;
    position: number | null;
    seed: Buffer | null;
    root: Buffer | null;
    prev_hash: Buffer | null;
    purged_at: TimeNull;
  };
  subscription: RoutingColumns & {
    id: Id;
    office: string;
    region: string;
    channel: string;
    url: string;
    host: GeneratedAlways<string>;
    secret_sealed: Buffer;
    events: string[];
    active: Generated<boolean>;
    created_at: GenTime;
  };
  delivery: {
    id: Generated<string>;
    case_id: number;
    subscription_id: number;
    event: string;
    payload: Json;
    state: Generated<string>;
    attempts: Generated<number>;
    next_at: GenTime;
    lease_until: TimeNull;
    lease_token: string | null;
    created_at: GenTime;
    delivered_at: TimeNull;
    last_status: number | null;
    last_error: string | null;
  };
  delivery_attempt: { delivery_id: string; n: number; at: GenTime; status: number | null; took_ms: number; error: string | null };
  case_fact: {
    region: string;
    election: string | null;
    contest: string | null;
    label: string;
    direction: string | null;
    phase: string;
    state: string;
    band: string;
    acts: string[];
    flagged_on: string;
    decided_on: string | null;
    decided: boolean;
    forwarded: boolean;
  };
}
