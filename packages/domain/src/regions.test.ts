import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDay, regionAncestors, regionWithin, zoneOf } from './regions.ts';
import { RegionCode } from './vocabulary.ts';

const part = (n: number) => fc.integer({ min: 0, max: 10 ** n - 1 }).map((v) => String(v).padStart(n, '0'));
const code = fc
  .tuple(part(2), fc.option(part(2)), fc.option(part(2)), fc.option(part(4)))
  .map(([p, k, c, d]) => (k === null ? p : c === null ? `${p}.${k}` : d === null ? `${p}.${k}.${c}` : `${p}.${k}.${c}.${d}`));

describe('containment', () => {
  test.each([
    ['16.73', '16', true],
    ['16.73', '16.73', true],
    ['16.73.01', '16.73', true],
    ['16.73', 'ID', true],
    ['ID', 'ID', true],
    ['16', '16.73', false],
    ['16.7', '16.73', false],
    ['17.73', '16', false],
    ['16.73', '16.7', false],
    ['ID', '16', false],
  ])('%s within %s: %s', (region, scope, expected) => {
    expect(regionWithin(region, scope)).toBe(expected);
  });

  test('a region lies within each of its ancestors and in no other', () => {
    fc.assert(
      fc.property(code, code, (region, other) => {
        const ancestors = regionAncestors(region);
        expect(ancestors[0]).toBe(region);
        expect(ancestors.at(-1)).toBe('ID');
        for (const a of ancestors) {
          expect(RegionCode.safeParse(a).success).toBe(true);
          expect(regionWithin(region, a)).toBe(true);
        }
        expect(regionWithin(region, other)).toBe(ancestors.includes(other));
      }),
    );
  });
});

describe('time zones', () => {
  test.each([
    ['11', 'WIB'],
    ['16.73', 'WIB'],
    ['36', 'WIB'],
    ['61', 'WIB'],
    ['62.71', 'WIB'],
    ['51', 'WITA'],
    ['53.71', 'WITA'],
    ['63', 'WITA'],
    ['64.71', 'WITA'],
    ['65', 'WITA'],
    ['73.71', 'WITA'],
    ['76', 'WITA'],
    ['81', 'WIT'],
    ['91.71', 'WIT'],
    ['96', 'WIT'],
    ['ID', 'WIB'],
  ])('%s is in %s', (region, zone) => {
    expect(zoneOf(region)).toBe(zone);
  });

  test('the day changes at local midnight', () => {
    const at = new Date('2024-11-26T16:30:00Z'); // 23:30 WIB, 00:30 WITA, 01:30 WIT
    expect([localDay(at, '16.73'), localDay(at, '73.71'), localDay(at, '91')]).toEqual(['2024-11-26', '2024-11-27', '2024-11-27']);
  });
});
