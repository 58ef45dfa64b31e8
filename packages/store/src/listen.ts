/** Hearing what the database tells at commit (NOTIFY): hints for open consoles. Who misses one reads again; nothing depends on it. */
import pg from 'pg';
import type { Db, Tx } from './db.ts';
import { sql } from './kysely.ts';

const CHANNELS = ['pantau_case', 'pantau_opened', 'pantau_session'] as const;

export type Heard =
  /** A case changed to this revision. */
  | { kind: 'case'; id: number; revision: number; region: string }
  /** Cases were opened in these regencies. */
  | { kind: 'opened'; regencies: string[] }
  /** A session was ended, wherever. */
  | { kind: 'session'; id: string }
  /** The connection was away: anything may have been missed. */
  | { kind: 'gap' };

export interface Bell {
  name: string;
  stop(): Promise<void>;
}

const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 30_000;

/** One connection that only listens. It comes back by itself after the server was away, and then says that there was a gap. */
export async function openBell(o: { url: string; onHeard: (heard: Heard) => void; onError: (err: unknown) => void }): Promise<Bell> {
  let stopped = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let failures = 0;

  const connect = async (): Promise<void> => {
    const c = new pg.Client({ connectionString: o.url, application_name: 'pantau-bell', options: '-c role=pantau_api', keepAlive: true });
    let over = false;
    const lost = (err?: unknown) => {
      if (over) return;
      over = true;
      if (client === c) client = null;
      if (stopped) return;
      if (err !== undefined) o.onError(err);
      retry = setTimeout(() => void reconnect(), Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** failures));
      failures += 1;
    };
    c.on('error', lost);
    c.on('end', () => lost());
    c.on('notification', (n) => {
      const heard = parse(n.channel, n.payload ?? '');
      if (heard) o.onHeard(heard);
    });
    try {
      await c.connect();
      for (const channel of CHANNELS) await c.query(`listen ${channel}`);
      client = c;
      failures = 0;
    } catch (err) {
      lost(err);
      void c.end().catch(() => {});
    }
  };
  const reconnect = async (): Promise<void> => {
    await connect();
    if (client) o.onHeard({ kind: 'gap' });
  };
  await connect();
  return {
    name: 'bell',
    async stop() {
      stopped = true;
      if (retry) clearTimeout(retry);
      await client?.end();
    },
  };
}

function parse(channel: string, payload: string): Heard | null {
  if (channel === 'pantau_session') return { kind: 'session', id: payload };
  if (channel === 'pantau_opened') return payload === '' ? null : { kind: 'opened', regencies: payload.split(' ') };
  const [id, revision, region] = payload.split(' ');
  return region === undefined ? null : { kind: 'case', id: Number(id), revision: Number(revision), region };
}

export interface ChangedCase {
  id: number;
  revision: number;
  region: string;
  state: string;
  holderId: number | null;
  holderName: string | null;
  leaseUntil: Date | null;
}

/** What of these cases the user may see now: row-level security answers, not the one who rang. */
export async function changedCases(tx: Tx, ids: readonly number[]): Promise<ChangedCase[]> {
  const { rows } = await sql<ChangedCase>`
    select c.id, c.revision, c.region, c.state, case when c.lease_until > now() then c.claimed_by end as "holderId",
           case when c.lease_until > now() then c.lease_until end as "leaseUntil",
           (select n.display_name from colleague_names(array[c.claimed_by]) n where c.lease_until > now()) as "holderName"
      from cases c where c.id = any(${[...ids]}::bigint[]) order by c.id`.execute(tx);
  return rows;
}

/** Which of these sessions still go on. */
export async function liveSessions(authDb: Db, ids: readonly string[], idleMinutes: number): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select s.id from session s join app_user u on u.id = s.user_id
    where s.id = any(${[...ids]}::uuid[]) and s.expires_at > now() and s.last_seen_at > now() - ${idleMinutes} * interval '1 minute' and u.active`.execute(
    authDb,
  );
  return new Set(rows.map((r) => r.id));
}
