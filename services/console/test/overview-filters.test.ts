import { describe, expect, test } from 'vitest';
import { readFigureFilters } from '../src/screens/inbox/figure-filters.ts';
import { exportAddress, overviewQuery, readOverviewSearch, rowsOf, stepEnd } from '../src/screens/overview/filters.ts';

const NOON = Date.parse('2024-11-27T05:00:00Z');

describe('filters of the overview', () => {
  test('what is no filter is left out, whatever stands in the address', () => {
    expect(
      readOverviewSearch({ region: 'x', from: '2024-13-01', to: '2024-01-01', days: '8', label: '<b>', step: 'year', contest: 'a'.repeat(200), evil: 1 }),
    ).toEqual({});
    expect(readOverviewSearch({ from: '2024-02-02', to: '2024-02-01' })).toEqual({});
    expect(readOverviewSearch({ region: '16.73', days: '30', step: 'week' })).toEqual({ region: '16.73', days: 30, step: 'week' });
  });

  test('without a choice the last ninety days of the one own region, by the day in Jakarta', () => {
    expect(overviewQuery({}, '16', NOON)).toEqual({ region: '16', from: '2024-08-30', to: '2024-11-27' });
    expect(overviewQuery({}, undefined, Date.parse('2024-11-27T18:00:00Z')).to).toBe('2024-11-28');
    expect(overviewQuery({ region: 'ID', days: 7, label: 'ATTACK' }, '16', NOON)).toEqual({
      region: 'ID',
      from: '2024-11-21',
      to: '2024-11-27',
      label: 'ATTACK',
    });
  });

  test('the rows behind a figure are asked for with its filter and its own part', () => {
    const query = overviewQuery({ label: 'ATTACK', step: 'week' }, '16', NOON);
    const rows = rowsOf(query, { outcome: 'refused', flagged_from: '2024-11-04', flagged_to: '2024-11-10' });
    expect(rows).toEqual({ tampilan: 'semua', region: '16', label: 'ATTACK', flagged_from: '2024-11-04', flagged_to: '2024-11-10', outcome: 'refused' });
    // What the list reads from its address is what was put there.
    expect(readFigureFilters(Object.fromEntries(Object.entries(rows).map(([k, v]) => [k, String(v)])))).toEqual({
      flagged_from: '2024-11-04',
      flagged_to: '2024-11-10',
      outcome: 'refused',
    });
    expect(rowsOf(overviewQuery({ region: 'ID' }, undefined, NOON))).not.toHaveProperty('region');
  });

  test('the file is asked for under exactly the filter on screen', () => {
    const address = exportAddress(overviewQuery({ label: 'ATTACK' }, '16', NOON), 'labels');
    expect(Object.fromEntries(new URL(address, 'http://x').searchParams)).toEqual({
      from: '2024-08-30',
      to: '2024-11-27',
      label: 'ATTACK',
      region: '16',
      figure: 'labels',
    });
  });

  test('a week ends on its Sunday, or with the period', () => {
    expect(stepEnd('2024-11-25', 'week', '2024-11-27')).toBe('2024-11-27');
    expect(stepEnd('2024-11-18', 'week', '2024-11-27')).toBe('2024-11-24');
    expect(stepEnd('2024-11-18', 'day', '2024-11-27')).toBe('2024-11-18');
  });

  test('rubbish in the address of the list is no filter', () => {
    expect(readFigureFilters({ outcome: 'all', rule: '', older_than_hours: '-1', newer_than_hours: '1.5', flagged_from: 'kemarin', contest: {} })).toEqual({});
    expect(readFigureFilters({ older_than_hours: '0', newer_than_hours: '6', rule: 'SUP-VOTE' })).toEqual({
      older_than_hours: 0,
      newer_than_hours: 6,
      rule: 'SUP-VOTE',
    });
  });
});
