import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AccountLine, checkNip, maskNip, normaliseHandle } from './accounts.ts';

const TODAY = '2026-11-24';

describe('NIP', () => {
  const cases: [string, string, string][] = [
    ['a civil servant', '200012312024121001', 'PNS'],
    ['a contract employee', '200012312024211001', 'PPPK'],
    ['a contract of count nine', '198501012023291002', 'PPPK'],
    ['a birth on 29 February of a leap year', '199602292019011001', 'PNS'],
    ['29 February in a common year', '199702292019011001', 'nip_birth_date_impossible'],
    ['30 February', '198002302005011001', 'nip_birth_date_impossible'],
    ['month 13 of birth', '198013012005011001', 'nip_birth_date_impossible'],
    ['day 0 of birth', '198001002005011001', 'nip_birth_date_impossible'],
    ['start month 13', '198001012005131001', 'nip_month_or_kind'],
    ['start month 00', '198001012005001001', 'nip_month_or_kind'],
    ['contract count 0', '198001012005201001', 'nip_month_or_kind'],
    ['sex digit 3', '198001012005013001', 'nip_sex_digit'],
    ['sex digit 0', '198001012005010001', 'nip_sex_digit'],
    ['serial 000', '198001012005011000', 'nip_serial_zero'],
    ['start at age 15', '199001012005011001', 'nip_start_impossible'],
    ['start at age 16', '199001012006011001', 'PNS'],
    ['start next month', '199001012026121001', 'nip_start_impossible'],
    ['start this month', '199001012026111001', 'PNS'],
    ['17 digits', '20001231202412100', 'nip_not_18_digits'],
    ['19 digits', '2000123120241210011', 'nip_not_18_digits'],
    ['the old nine digits', '131234567', 'nip_not_18_digits'],
    ['spaces inside', '20001231 202412 1 001', 'nip_not_18_digits'],
    ['a line end at the end', '200012312024121001\n', 'nip_not_18_digits'],
    ['digits of another script', '٢٠٠٠١٢٣١٢٠٢٤١٢١٠٠١', 'nip_not_18_digits'],
    ['nothing', '', 'nip_not_18_digits'],
  ];
  test.each(cases)('%s', (_name, nip, expected) => {
    const r = checkNip(nip, TODAY);
    expect(r.ok ? r.kind : r.fault).toBe(expected);
  });

  const digits = (n: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }).map((d) => d.join(''));

  test('every structurally right number is taken', () => {
    const date = fc
      .date({ min: new Date('1950-01-01'), max: new Date('2000-12-31'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10).replaceAll('-', ''));
    const kind = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 21, max: 29 }));
    fc.assert(
      fc.property(date, kind, fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 999 }), (birth, k, sex, serial) => {
        const start = Number(birth.slice(0, 4)) + 20;
        const nip = `${birth}${start}${String(k).padStart(2, '0')}${sex}${String(serial).padStart(3, '0')}`;
        expect(checkNip(nip, TODAY)).toEqual({ ok: true, kind: k <= 12 ? 'PNS' : 'PPPK' });
      }),
    );
  });

  test('a hint never repeats four digits of the number in a row, except the year of birth', () => {
    const repeats = (nip: string) => {
      const r = checkNip(nip, TODAY);
      const pieces = Array.from({ length: 11 }, (_, i) => nip.slice(i + 4, i + 8)).filter((p) => p !== nip.slice(0, 4));
      return r.ok ? [] : pieces.filter((p) => r.hint.includes(p));
    };
    fc.assert(
      fc.property(digits(18), (nip) => {
        expect(repeats(nip)).toEqual([]);
      }),
    );
  });

  test('masking keeps the last three characters only', () => {
    expect(maskNip('200012312024121001')).toBe('•••••••••••••••001');
    expect(maskNip('001')).toBe('•••••••••••••••001');
  });
});

describe('account line', () => {
  const line = {
    nip: '200012312024121001',
    name: 'Budi Fiktif',
    employment_status: 'PNS',
    agency: 'Kota Contoh',
    region: '16.73',
    valid_from: '2025-01-01',
    accounts: [{ platform: 'x', handle: 'budi' }],
    basis: { law: 'UU 20/2023', ref: 'S-1' },
  };
  const faultOf = (v: unknown) => {
    const r = AccountLine.safeParse(v);
    return r.success ? null : r.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join(' | ');
  };

  test('the smallest line is taken, and null means absent', () => {
    expect(faultOf(line)).toBeNull();
    expect(AccountLine.parse({ ...line, opd: null, valid_to: null }).opd).toBeUndefined();
  });
  test.each([
    ['no basis', { basis: undefined }, /basis/],
    ['an empty law', { basis: { law: '', ref: 'x' } }, /basis\.law/],
    ['no account', { accounts: [] }, /accounts/],
    ['an unknown platform', { accounts: [{ platform: 'friendster', handle: 'x' }] }, /accounts\.0\.platform/],
    ['nip and staff_key', { staff_key: 'K' }, /nip: give exactly one/],
    ['neither nip nor staff_key', { nip: undefined }, /nip: give exactly one/],
    ['an end before the start', { valid_to: '2024-01-01' }, /valid_to/],
    ['an impossible day', { valid_from: '2025-02-30' }, /valid_from/],
    ['an unknown field', { handel: 'x' }, /handel/],
    ['a bad region', { region: '1673' }, /region/],
  ])('%s is refused', (_name, change, expected) => {
    expect(faultOf({ ...line, ...change })).toMatch(expected);
  });
});

describe('handles', () => {
  test.each([
    ['@Budi.Fiktif', 'budi.fiktif'],
    ['  budi ', 'budi'],
    ['BUDI', 'budi'],
  ])('%s → %s', (given, expected) => {
    expect(normaliseHandle(given)).toBe(expected);
  });
  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (s) => {
        fc.pre(!s.trim().startsWith('@@') && !/^@\s/.test(s.trim()));
        expect(normaliseHandle(normaliseHandle(s))).toBe(normaliseHandle(s));
      }),
    );
  });
});
