/**
 * Statements that come again keep their plan. Under row-level security, parsing and planning cost several times what running
 * costs for the short statements of casework; a named statement pays once for each connection. Postgres still plans anew for
 * each call where a plan for any values would be worse (plan_cache_mode auto).
 */
import type pg from 'pg';

/** Until a text has come this often it may be a filter that nobody asks for again. */
const SEEN_MIN = 4;
/** Texts that are remembered at most, with or without a name; later ones run as they come. */
const TEXTS_MAX = 1_000;

/** The first statement of a transaction that acts as a user; see `asUser`. */
export const SET_USER = `select set_config('pantau.user_id', $1, true)`;
const DIGITS = /^\d{1,19}$/;

type PoolForKysely = { connect(): Promise<PoolClientForKysely>; end(): Promise<void> };
type PoolClientForKysely = Pick<pg.PoolClient, 'release'> & { query: (...args: never[]) => unknown };

/** The pool as the query builder uses it: `connect`, `query(text, values)`, `release`, `end`. */
export function withPreparedStatements(pool: pg.Pool): PoolForKysely {
  const seen = new Map<string, { times: number; name: string }>();
  const nameOf = (text: string): string | null => {
    const known = seen.get(text);
    if (known) {
      known.times += 1;
      return known.times >= SEEN_MIN ? known.name : null;
    }
    if (seen.size < TEXTS_MAX) seen.set(text, { times: 1, name: `p${seen.size + 1}` });
    return null;
  };
  return {
    async connect() {
      const client = await pool.connect();
      const send = (text: unknown, values?: unknown[]): unknown => {
        // Without values it is begin, commit or the like; an object is a cursor.
        const name = typeof text === 'string' && values !== undefined && values.length > 0 ? nameOf(text) : null;
        return name === null ? client.query(text as string, values) : client.query({ name, text: text as string, values });
      };
      // "begin" waits for the statement behind it. When that names the user, both travel together: one wait less in every
      // request. A transaction that ends before its first statement never began.
      let begun = true;
      const query = (text: unknown, values?: unknown[]): unknown => {
        if (text === 'begin') {
          begun = false;
          return Promise.resolve({ command: 'BEGIN', rowCount: null, rows: [] });
        }
        if (begun) return send(text, values);
        begun = true;
        if (text === 'commit' || text === 'rollback') return Promise.resolve({ command: 'ROLLBACK', rowCount: null, rows: [] });
        const [user] = values ?? [];
        if (text === SET_USER && typeof user === 'string' && DIGITS.test(user))
          return client.query(`begin; select set_config('pantau.user_id', '${user}', true)`).then(() => ({ command: 'SELECT', rowCount: 1, rows: [] }));
        return client.query('begin').then(() => send(text, values));
      };
      return { query, release: (err?: Error | boolean) => client.release(err) };
    },
    end: () => pool.end(),
  };
}
