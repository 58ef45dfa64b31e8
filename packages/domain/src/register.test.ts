import { describe, expect, test } from 'vitest';
import { Register, registerFaults } from './register.ts';

const small = {
  version: '1',
  elections: [
    { id: 'E', stages: { voting: '2024-11-27', quiet: ['2024-11-24', '2024-11-26'], ban: ['2024-03-22', 'end_of_term'], oath: { dpr: '2024-10-01' } } },
  ],
  contests: [{ id: 'C', election: 'E', type: 'MAYOR', region: '16.73', name: 'C' }],
  contestants: [{ id: 'A', contest: 'C', kind: 'pair', ballot_number: 1, people: [{ name: 'Budi Fiktif' }] }],
  parties: [{ id: 'P', name: 'Partai Contoh' }],
};
type Doc = typeof small;
const issues = (v: unknown) => {
  const r = Register.safeParse(v);
  return r.success ? [] : r.error.issues.map((i) => ({ path: i.path.join('.'), keys: i.code === 'unrecognized_keys' ? i.keys : undefined }));
};
const edited = (edit: (d: Doc) => void): Doc => {
  const d = structuredClone(small);
  edit(d);
  return d;
};

describe('register document', () => {
  test('the smallest document is taken, and lists may be absent', () => {
    expect(issues(small)).toEqual([]);
    expect(Register.parse({ version: '1' })).toEqual({ version: '1', elections: [], contests: [], contestants: [], parties: [] });
  });

  test.each([
    ['the document', edited((d) => Object.assign(d, { contestents: [] })), '', 'contestents'],
    ['a contestant', edited((d) => Object.assign(d.contestants[0] ?? {}, { hashtag: ['#A'] })), 'contestants.0', 'hashtag'],
    ['a person', edited((d) => Object.assign(d.contestants[0]?.people[0] ?? {}, { nickname: 'B' })), 'contestants.0.people.0', 'nickname'],
    ['a contest', edited((d) => Object.assign(d.contests[0] ?? {}, { regions: '16' })), 'contests.0', 'regions'],
    ['a party', edited((d) => Object.assign(d.parties[0] ?? {}, { abbr: 'P' })), 'parties.0', 'abbr'],
  ])('an unknown field in %s is refused with its path', (_where, doc, path, key) => {
    expect(issues(doc)).toEqual([{ path, keys: [key] }]);
  });

  test.each([
    ['an impossible day', edited((d) => Object.assign(d.elections[0]?.stages ?? {}, { voting: '2024-11-31' })), 'elections.0.stages.voting'],
    ['a bad region', edited((d) => Object.assign(d.contests[0] ?? {}, { region: '1673' })), 'contests.0.region'],
    ['an unknown type', edited((d) => Object.assign(d.contests[0] ?? {}, { type: 'BUPATI' })), 'contests.0.type'],
    ['a ballot number in words', edited((d) => Object.assign(d.contestants[0] ?? {}, { ballot_number: 'satu' })), 'contestants.0.ballot_number'],
    ['an empty name', edited((d) => Object.assign(d.contestants[0]?.people[0] ?? {}, { name: '' })), 'contestants.0.people.0.name'],
    ['an empty id', edited((d) => Object.assign(d.contestants[0] ?? {}, { id: '' })), 'contestants.0.id'],
  ])('%s is refused with its path', (_name, doc, path) => {
    expect(issues(doc).map((i) => i.path)).toEqual([path]);
  });

  test.each([undefined, null, '0', '00', 'ID'])('a national contest may write its region as %s', (region) => {
    expect(Register.parse(edited((d) => Object.assign(d.contests[0] ?? {}, { region }))).contests[0]?.region).toBe('ID');
  });
});

describe('references', () => {
  const faults = (d: Doc, known = {}) => registerFaults(Register.parse(d), known).map((f) => f.path);

  test('a sound document has none', () => {
    expect(faults(small)).toEqual([]);
  });
  test('a contest without its election, a contestant without its contest', () => {
    expect(faults(edited((d) => d.elections.splice(0)))).toEqual(['contests[0].election']);
    expect(faults(edited((d) => d.contests.splice(0)))).toEqual(['contestants[0].contest']);
  });
  test('ids of other parts count', () => {
    expect(
      faults(
        edited((d) => d.elections.splice(0)),
        { elections: new Set(['E']) },
      ),
    ).toEqual([]);
    expect(
      faults(
        edited((d) => d.contests.splice(0)),
        { contests: new Set(['C']) },
      ),
    ).toEqual([]);
  });
  test('an id used twice is named at its second place, in every list', () => {
    const twice = edited((d) => {
      for (const list of [d.elections, d.contests, d.contestants, d.parties] as unknown[][]) list.push(structuredClone(list[0]));
    });
    expect(faults(twice)).toEqual(['elections[1].id', 'contests[1].id', 'contestants[1].id', 'parties[1].id']);
  });
});

describe('texts that a database cannot hold', () => {
  test.each([
    ['a NUL', 'Melati\u0000'],
    ['a lone surrogate', 'Melati\ud800'],
  ])('%s in a name is refused with its path', (_, name) => {
    const r = Register.safeParse(edited((d) => Object.assign(d.contests[0] ?? {}, { name })));
    expect(r.error?.issues.map((i) => i.path.join('.'))).toEqual(['contests.0.name']);
  });
});
