import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MATTERS,
  REQUEST_STEP_TO,
  requestDueAt,
  requestFault,
  SubjectRequestKind,
  SubjectRequestMatter,
  type SubjectRequestState,
  type SubjectRequestStep,
} from './subject-requests.ts';

const STEPS: SubjectRequestStep[] = ['check_identity', 'answer', 'refuse'];

describe('requests of data subjects', () => {
  test('the clock is three times 24 hours from receipt', () => {
    expect(requestDueAt(new Date('2026-11-25T09:00:00+07:00'))).toEqual(new Date('2026-11-28T09:00:00+07:00'));
  });

  test('nothing is answered before the identity is checked', () => {
    expect(requestFault('RECEIVED', 'answer')).toMatchObject({ code: 'request_wrong_state', detail: 'Check who asks before answering.' });
    expect(requestFault('IDENTITY_CHECKED', 'answer')).toBeNull();
  });

  test('every matter belongs to one kind, and a wrong account comes first of the corrections', () => {
    expect(SubjectRequestKind.options.flatMap((k) => MATTERS[k]).sort()).toEqual([...SubjectRequestMatter.options].sort());
    expect(MATTERS.correction[0]).toBe('wrong_account');
  });

  test('whatever steps are tried, a request ends at most once, stays ended, and is answered only after the check', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STEPS), { maxLength: 12 }), (steps) => {
        const path: SubjectRequestState[] = ['RECEIVED'];
        for (const step of steps) {
          const state = path.at(-1) ?? 'RECEIVED';
          if (!requestFault(state, step)) path.push(REQUEST_STEP_TO[step]);
        }
        const ends = path.filter((s) => s === 'ANSWERED' || s === 'REFUSED').length;
        const answered = path.indexOf('ANSWERED');
        return ends <= 1 && (ends === 0 || ['ANSWERED', 'REFUSED'].includes(path.at(-1) ?? '')) && (answered < 0 || path[answered - 1] === 'IDENTITY_CHECKED');
      }),
    );
  });
});
