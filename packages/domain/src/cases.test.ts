import { expect, test } from 'vitest';
import { caseNumber, PUBLIC_STATES } from './cases.ts';

test('numbers are readable, and public states are those a person has confirmed and nobody took back', () => {
  expect(caseNumber(123)).toBe('K-000123');
  for (const hidden of ['FLAGGED', 'IN_REVIEW', 'DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'CLOSED']) expect(PUBLIC_STATES).not.toContain(hidden);
  expect(PUBLIC_STATES).toContain('CONFIRMED');
});
