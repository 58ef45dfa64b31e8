import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phaseAt, phaseOnDay, stageSpan } from './calendar.ts';
import type { Contest, Election } from './register.ts';
import type { Phase } from './vocabulary.ts';

const PILKADA: Election = {
  id: 'PILKADA-2024',
  stages: {
    mutation_ban: ['2024-03-22', 'end_of_term'],
    pairs_determined: '2024-09-22',
    campaign: ['2024-09-25', '2024-11-23'],
    quiet: ['2024-11-24', '2024-11-26'],
    voting: '2024-11-27',
    inauguration: '2025-02-20',
  },
};
const PEMILU: Election = {
  id: 'PEMILU-2024',
  stages: {
    preparation: ['2022-06-14', '2024-06-14'],
    parties_determined: '2022-12-14',
    dct_determined: '2023-11-03',
    president_pairs_determined: '2023-11-13',
    campaign: ['2023-11-28', '2024-02-10'],
    quiet: ['2024-02-11', '2024-02-13'],
    voting: '2024-02-14',
    oath: { dpr_dpd: '2024-10-01', president: '2024-10-20' },
  },
};
const mayor: Contest = { id: 'M', election: 'PILKADA-2024', type: 'MAYOR', region: '16.73', name: 'M' };
const president: Contest = { id: 'P', election: 'PEMILU-2024', type: 'PRESIDENT', region: 'ID', name: 'P' };
const council: Contest = { id: 'L', election: 'PEMILU-2024', type: 'LEGISLATIVE', region: '16.73', name: 'L' };

describe('phases of a regional election', () => {
  test.each<[string, Phase]>([
    ['2024-03-21', 'OFF'],
    ['2024-03-22', 'PRE'],
    ['2024-09-21', 'PRE'],
    ['2024-09-22', 'SET'],
    ['2024-09-24', 'SET'],
    ['2024-09-25', 'CAMP'],
    ['2024-11-23', 'CAMP'],
    ['2024-11-24', 'QUIET'],
    ['2024-11-26', 'QUIET'],
    ['2024-11-27', 'VOTE'],
    ['2024-11-28', 'POST'],
    ['2025-02-20', 'POST'],
    ['2025-02-21', 'OFF'],
  ])('%s is %s', (day, phase) => {
    expect(phaseOnDay(PILKADA, mayor, 'pair', day)).toBe(phase);
  });
});

describe('phases of a general election depend on the contestant', () => {
  test.each<[string, Contest, 'party' | 'candidate' | 'pair', Phase]>([
    ['2022-06-13', council, 'party', 'OFF'],
    ['2022-12-13', council, 'party', 'PRE'],
    ['2022-12-14', council, 'party', 'SET'],
    ['2023-11-02', council, 'candidate', 'PRE'],
    ['2023-11-03', council, 'candidate', 'SET'],
    ['2023-11-12', president, 'pair', 'PRE'],
    ['2023-11-13', president, 'pair', 'SET'],
    ['2023-11-28', president, 'pair', 'CAMP'],
    ['2024-02-14', council, 'party', 'VOTE'],
    ['2024-10-01', council, 'candidate', 'POST'],
    ['2024-10-02', council, 'candidate', 'OFF'],
    ['2024-10-20', president, 'pair', 'POST'],
    ['2024-10-21', president, 'pair', 'OFF'],
  ])('%s, %o as %s: %s', (day, contest, kind, phase) => {
    expect(phaseOnDay(PEMILU, contest, kind, day)).toBe(phase);
  });
});

describe('edges', () => {
  test('a day begins where the author is', () => {
    const at = new Date('2024-11-23T16:30:00Z'); // 23:30 WIB on the last campaign day, 01:30 WIT on the first quiet day
    expect(phaseAt(PILKADA, mayor, 'pair', at)).toBe('CAMP');
    expect(phaseAt(PILKADA, mayor, 'pair', at, '91')).toBe('QUIET');
  });
  test('without an inauguration the time after the vote ends after 120 days', () => {
    const { inauguration: _gone, ...stages } = PILKADA.stages;
    const e = { ...PILKADA, stages };
    expect(phaseOnDay(e, mayor, 'pair', '2025-03-27')).toBe('POST');
    expect(phaseOnDay(e, mayor, 'pair', '2025-03-28')).toBe('OFF');
  });
  test('an election without stages is never on', () => {
    expect(phaseOnDay({ id: 'E', stages: {} }, mayor, 'pair', '2024-11-27')).toBe('OFF');
  });
  test.each([
    [undefined, null],
    ['2024-11-27', { from: '2024-11-27', to: '2024-11-27' }],
    [['2024-03-22', 'end_of_term'] as ['2024-03-22', 'end_of_term'], { from: '2024-03-22', to: '9999-12-31' }],
    [
      { b: '2024-10-20', a: '2024-10-01' },
      { from: '2024-10-01', to: '2024-10-20' },
    ],
    [{}, null],
  ])('span of %o', (stage, span) => {
    expect(stageSpan(stage)).toEqual(span);
  });

  test('phases never go back as days pass', () => {
    const order: Phase[] = ['PRE', 'SET', 'CAMP', 'QUIET', 'VOTE', 'POST'];
    const day = (n: number) => new Date(Date.UTC(2024, 2, 22) + n * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 335 }), fc.integer({ min: 0, max: 335 }), (a, b) => {
        const [x, y] = [Math.min(a, b), Math.max(a, b)].map((n) => order.indexOf(phaseOnDay(PILKADA, mayor, 'pair', day(n)))) as [number, number];
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(y);
      }),
    );
  });
});
