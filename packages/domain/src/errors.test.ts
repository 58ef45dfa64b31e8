import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PROBLEMS, ProblemError, toProblem } from './errors.ts';

const page = readFileSync(fileURLToPath(new URL('../../../docs/ERRORS.md', import.meta.url)), 'utf8');

describe('the error table', () => {
  test('the reference page lists every code with its status and advice, and no other', () => {
    const rows = Object.entries(PROBLEMS).map(([code, [status, title, advice]]) => `| \`${code}\` | ${status} | ${title} | ${advice} |`);
    expect(page.split('\n').filter((l) => l.startsWith('| `'))).toEqual(rows);
  });

  test('a problem carries its code, status and a detail; without one the advice stands in', () => {
    expect(toProblem(new ProblemError('case_not_claimed'))).toMatchObject({
      code: 'case_not_claimed',
      status: 409,
      detail: PROBLEMS.case_not_claimed[2],
      type: '/docs/errors#case_not_claimed',
    });
    expect(toProblem(new ProblemError('bad_request', 'wrong', [{ path: 'a', message: 'b' }]))).toMatchObject({
      detail: 'wrong',
      errors: [{ path: 'a', message: 'b' }],
    });
  });
});
