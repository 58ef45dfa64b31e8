import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlertEvent } from './alerts.ts';
import { bodyFaults, bodyOn, type linesFor, type Route, routeAlert, routingGaps } from './routing.ts';
import { Label } from './vocabulary.ts';

const line = (id: number, o: Partial<Route> = {}): Route => ({
  id,
  authority: null,
  agency: null,
  region: 'ID',
  events: ['case.forwarded'],
  labels: [],
  severityMin: 'low',
  active: true,
  ...o,
});
const of = (o: Partial<Parameters<typeof linesFor>[1]> = {}) => ({
  authority: 'Wali Kota Uji',
  agency: 'Pemerintah Kota Uji',
  region: '16.73',
  event: 'case.forwarded' as const,
  label: 'VOTE_CALL' as const,
  ...o,
});
const NOBODY: ReadonlySet<number> = new Set();

describe('an alert is routed', () => {
  const table: [string, Route[], ReturnType<typeof of>, number[] | string][] = [
    [
      'to the office of the authority before agency and region',
      [line(1), line(2, { agency: 'Pemerintah Kota Uji' }), line(3, { authority: 'wali  kota uji' })],
      of(),
      [3],
    ],
    ['to the office of the agency before the region', [line(1, { region: '16.73' }), line(2, { agency: 'PEMERINTAH KOTA UJI' })], of(), [2]],
    [
      'by region when nothing nearer fits, to every office above',
      [line(1, { region: '16.73' }), line(2, { region: '16' }), line(3, { region: '16.74' })],
      of(),
      [1, 2],
    ],
    [
      'of a ministry to the ministry, not to the town it sits in',
      [line(1, { region: '16.73' }), line(2, { authority: 'Menteri Uji' })],
      of({ authority: 'Menteri Uji' }),
      [2],
    ],
    ['not to an office of an authority through another line of its agency', [line(1, { authority: 'Gubernur Uji', agency: 'Dinas' })], of(), 'no_recipient'],
    ['not by a line that is off', [line(1, { active: false })], of(), 'no_recipient'],
    ['not for an event it does not take', [line(1)], of({ event: 'case.withdrawn' }), 'no_recipient'],
    ['only for its labels', [line(1, { labels: ['PROPS'] }), line(2, { labels: ['VOTE_CALL'] })], of(), [2]],
    ['only from its severity on', [line(1, { severityMin: 'high' })], of({ label: 'ENGAGE' }), 'no_recipient'],
  ];
  it.each(table)('%s', (_, routes, c, expected) => {
    const r = routeAlert(routes, c, NOBODY);
    expect(r.waits ?? r.to).toEqual(expected);
  });

  it('waits when at the only office that fits the person handles cases', () => {
    expect(routeAlert([line(1)], of(), new Set([1]))).toEqual({ to: [], waits: 'conflict_of_interest' });
    expect(routeAlert([line(1), line(2, { region: '16' })], of(), new Set([1]))).toEqual({ to: [2] });
  });

  it('never to an unsafe office, and never to nobody without a reason', () => {
    const routes = fc.array(
      fc.record({
        id: fc.nat(20),
        authority: fc.constantFrom(null, 'A', 'B'),
        agency: fc.constantFrom(null, 'X', 'Y'),
        region: fc.constantFrom('ID', '16', '16.73', '31'),
        events: fc.subarray(AlertEvent.options),
        labels: fc.subarray([...Label.options]),
        severityMin: fc.constantFrom('low', 'medium', 'high') as fc.Arbitrary<Route['severityMin']>,
        active: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(routes, fc.array(fc.nat(20)), fc.constantFrom('A', 'B', null), fc.constantFrom(...Label.options), (rs, bad, authority, label) => {
        const r = routeAlert(rs, of({ authority, agency: 'X', label }), new Set(bad));
        expect(r.to.some((id) => bad.includes(id))).toBe(false);
        expect(r.to.length === 0).toBe(r.waits !== undefined);
      }),
    );
  });
});

it('a table with a hole names the combinations nobody takes', () => {
  const o = { regions: ['16.73', '31.71'], events: ['case.forwarded' as const], labels: ['VOTE_CALL' as const, 'ENGAGE' as const] };
  expect(routingGaps([line(1)], o)).toEqual([]);
  expect(routingGaps([line(1, { region: '16', severityMin: 'high' })], o)).toEqual([
    { event: 'case.forwarded', label: 'ENGAGE', region: '16.73' },
    { event: 'case.forwarded', label: 'VOTE_CALL', region: '31.71' },
    { event: 'case.forwarded', label: 'ENGAGE', region: '31.71' },
  ]);
});

describe('who oversees is a matter of the day', () => {
  const KASN = { name: 'KASN', validFrom: '2014-01-15', validTo: '2024-09-04' };
  const BKN = { name: 'BKN', validFrom: '2024-09-04', validTo: null };
  it('KASN before the handover, BKN from that day, nobody before', () => {
    expect(bodyOn([BKN, KASN], '2024-09-03')?.name).toBe('KASN');
    expect(bodyOn([KASN, BKN], '2024-09-04')?.name).toBe('BKN');
    expect(bodyOn([KASN, BKN], '2010-01-01')).toBeNull();
  });
  it('a table with a hole, two at once, or an end before the beginning is refused', () => {
    expect(bodyFaults([BKN, KASN])).toEqual([]);
    expect(bodyFaults([KASN, { ...BKN, validFrom: '2024-10-01' }])).toEqual(['nobody is named from 2024-09-04 to 2024-10-01']);
    expect(bodyFaults([{ ...KASN, validTo: null }, BKN])).toEqual(['KASN and BKN hold office at the same time']);
    expect(bodyFaults([KASN])).toEqual(['nobody is named from 2024-09-04 on']);
    expect(bodyFaults([{ ...KASN, validTo: '2010-01-01' }])).toEqual(['KASN ends before it begins']);
  });
});
