/** Tables of the sources' schedule and coverage (migration 0015), as Kysely sees them. */
import type { Generated } from './kysely.ts';
import type { Day, Time } from './schema-columns.ts';

export interface SourceTables {
  account_coverage: {
    day: Day;
    account_id: number;
    due: Generated<number>;
    polled: Generated<number>;
    fresh: Generated<number>;
    failed: Generated<number>;
    forbidden: Generated<number>;
  };
  coverage_fact: {
    day: string;
    region: string;
    platform: string;
    accounts: number;
    accounts_polled: number;
    accounts_fresh: number;
    accounts_failed: number;
    accounts_forbidden: number;
    due: number;
    polled: number;
    fresh: number;
    failed: number;
    forbidden: number;
  };
  recheck: { post_id: number; source_id: number; step: Generated<number>; due_at: Time };
}
