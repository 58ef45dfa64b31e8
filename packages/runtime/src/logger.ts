/** One logger per service. Whatever could name a person is removed before a line is written; a test proves it. */
import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Field names that never reach a log, at the top level and one and two levels down. */
export const REDACTED_FIELDS = [
  'nip',
  'staff_key',
  'name',
  'text',
  'shared_text',
  'sharedText',
  'content',
  'handle',
  'account',
  'author',
  'password',
  'secret',
  'token',
  'cookie',
  'authorization',
  'payload',
  'raw',
  'reason',
  'contact',
  'display_name',
  'username',
  'url',
] as const;

const PATHS = REDACTED_FIELDS.flatMap((f) => [f, `*.${f}`, `*.*.${f}`]);

export function createLogger(o: { service: string; level?: string; pretty?: boolean; destination?: DestinationStream }): Logger {
  const options = {
    level: o.level ?? 'info',
    base: { service: o.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: PATHS, censor: '[removed]' },
    serializers: { err: safeError },
  };
  if (o.destination) return pino(options, o.destination);
  return o.pretty
    ? pino({ ...options, transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname,service', messageFormat: `${o.service}: {msg}` } } })
    : pino(options);
}

/** Errors of the database quote the offending values; only code, name and stack lines without them are kept. */
function safeError(e: unknown): Record<string, unknown> {
  if (!(e instanceof Error)) return { type: typeof e };
  const code = (e as { code?: unknown }).code;
  const isDb = typeof (e as { severity?: unknown }).severity === 'string';
  const stack = e.stack
    ?.split('\n')
    .filter((l) => l.trimStart().startsWith('at '))
    .slice(0, 8)
    .map((l) => l.trim());
  return {
    type: e.name,
    ...(code === undefined ? {} : { code }),
    message: isDb ? `database error ${String(code)}` : e.message,
    stack,
    ...(e.cause === undefined ? {} : { cause: safeError(e.cause) }),
  };
}
