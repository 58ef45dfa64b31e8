import { describe, expect, test } from 'vitest';
import type { Session } from '../src/app/session.tsx';
import { apiFilters, readFilters, within } from '../src/screens/inbox/filters.ts';

describe('filters of the queue', () => {
  test('what is no filter is left out, whatever stands in the address', () => {
    expect(readFilters({ tampilan: 'x', region: '1', label: 'no<pe', phase: 3, band: {}, q: 'a', group: '-1', evil: '<script>' })).toEqual({});
    expect(readFilters({ tampilan: 'saya', region: '16.70', label: 'ATTACK', q: ' kata ', group: '7', sort: 'due' })).toEqual({
      tampilan: 'saya',
      region: '16.70',
      label: 'ATTACK',
      q: 'kata',
      group: 7,
      sort: 'due',
    });
  });

  test('a code that the vocabulary does not have is no filter either', () => {
    const session = { vocabulary: { labels: ['ATTACK'], phases: ['CAMP'] } } as unknown as Session;
    expect(within(readFilters({ label: 'NOPE', phase: 'CAMP', q: 'kata' }), session)).toEqual({ phase: 'CAMP', q: 'kata' });
    expect(within(readFilters({ label: 'ATTACK', phase: 'NIGHT' }), session)).toEqual({ label: 'ATTACK' });
  });

  test('the API is asked for the view and the filters together, never for the order', () => {
    expect(apiFilters({ label: 'ATTACK', sort: 'due' }, 'terbuka')).toEqual({ state: ['FLAGGED', 'IN_REVIEW'], label: ['ATTACK'] });
    expect(apiFilters({ tampilan: 'saya' }, 'terbuka')).toEqual({ holder: 'mine' });
  });
});
