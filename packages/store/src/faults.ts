/** What kind of failure an error of the database is, by its SQLSTATE. */

function sqlState(e: unknown): string | null {
  const code = (e as { code?: unknown } | null)?.code;
  // Every SQLSTATE has a digit; EPIPE has five capitals too and is a connection that broke.
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** Classes "data exception" and "integrity constraint violation": the rows are at fault, not the server. */
export function isDataError(e: unknown): boolean {
  return /^2[23]/.test(sqlState(e) ?? '');
}

/** Lost connections, deadlocks, a server that starts or stops or is out of slots: the same statement may succeed soon. */
export function isTransientError(e: unknown): boolean {
  const state = sqlState(e);
  if (state !== null) return /^(08|40|53|55|57|58)/.test(state);
  const code = (e as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && /^(ECONN|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH)/.test(code)) return true;
  return (
    e instanceof Error &&
    /connection terminated|connection timeout|timeout exceeded when trying to connect|client has encountered a connection error/i.test(e.message)
  );
}

/** A unique constraint by name. */
export function isDuplicateOf(e: unknown, constraint: string): boolean {
  return sqlState(e) === '23505' && (e as { constraint?: unknown }).constraint === constraint;
}
