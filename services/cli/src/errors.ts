/** An expected failure of a command: one line for the person at the terminal, no stack. Anything else that is thrown is a defect. */
export class CliError extends Error {
  /** 1 = could not do it; 2 = done, but some input was rejected. */
  readonly exitCode: 1 | 2;
  constructor(message: string, o: { exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(message, o.cause === undefined ? undefined : { cause: o.cause });
    this.name = 'CliError';
    this.exitCode = o.exitCode ?? 1;
  }
}

export const EXIT_REJECTS = 2;

export function messageOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}

/** Node's `code` of a system error (`ENOENT`, `EADDRINUSE`…), or undefined. */
export function codeOf(e: unknown): string | undefined {
  const code = e instanceof Error ? (e as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}
