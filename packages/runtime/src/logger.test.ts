import { describe, expect, test } from 'vitest';
import { createLogger, REDACTED_FIELDS } from './logger.ts';

function capture(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ service: 'test', level: 'trace', destination: { write: (s: string) => void lines.push(s) } }));
  return lines.join('');
}

describe('logger', () => {
  test('a personal field is removed at the top and two levels down', () => {
    for (const field of REDACTED_FIELDS) {
      const out = capture((log) => log.info({ [field]: 'SECRET-1', a: { [field]: 'SECRET-2', b: { [field]: 'SECRET-3' } } }, 'x'));
      expect({ field, leaks: out.includes('SECRET') }).toEqual({ field, leaks: false });
    }
  });

  test('a database error is logged without the values it quotes', () => {
    const err = Object.assign(new Error('duplicate key (nip)=(198001012005011001)'), { code: '23505', severity: 'ERROR' });
    const out = capture((log) => log.error({ err }, 'failed'));
    expect(out).toContain('23505');
    expect(out).not.toContain('198001012005011001');
  });

  test('ids stay readable', () => {
    expect(capture((log) => log.info({ caseId: 42 }, 'opened'))).toContain('"caseId":42');
  });
});
