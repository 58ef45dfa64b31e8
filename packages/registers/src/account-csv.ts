/** One CSV row of the account register → the shape of an `accounts.jsonl` line. Columns are described in docs/FORMATS.md. Pure. */
import { isFormula } from './csv.ts';

const ACCOUNT_COLUMNS = [
  'nip',
  'staff_key',
  'name',
  'employment_status',
  'position_type',
  'agency',
  'opd',
  'region',
  'appointing_authority',
  'valid_from',
  'valid_to',
  'cltn',
  'kin',
  'accounts',
  'verified_by',
  'verified_at',
  'basis_law',
  'basis_ref',
  'basis_valid_to',
] as const;
const REQUIRED = ['name', 'employment_status', 'agency', 'region', 'valid_from', 'accounts', 'basis_law', 'basis_ref'] as const;
const TEXT_COLUMNS = ['name', 'position_type', 'agency', 'opd', 'appointing_authority', 'verified_by', 'basis_law', 'basis_ref'] as const;

export function accountColumnsFault(columns: readonly string[]): string | null {
  const unknown = columns.filter((c) => !(ACCOUNT_COLUMNS as readonly string[]).includes(c));
  const missing: string[] = REQUIRED.filter((c) => !columns.includes(c));
  if (!columns.includes('nip') && !columns.includes('staff_key')) missing.unshift('nip or staff_key');
  const what = [missing.length > 0 ? `missing: ${missing.join(', ')}` : '', unknown.length > 0 ? `unknown: ${unknown.join(', ')}` : '']
    .filter(Boolean)
    .join('; ');
  return what === '' ? null : `these are not the columns of an account register (${what})`;
}

export function accountFromCsv(row: Record<string, string>): { value: unknown } | { fault: string } {
  for (const c of TEXT_COLUMNS) if (isFormula(row[c] ?? '')) return { fault: `${c} starts like a spreadsheet formula` };
  const cltn = list(row.cltn).map((p) => /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})$/.exec(p));
  if (cltn.includes(null)) return { fault: 'cltn must look like 2024-09-22/2024-11-27, several parted by ;' };
  const kin = list(row.kin).map((p) => /^(contestant|staff):(.+)=(.+)$/.exec(p));
  if (kin.includes(null)) return { fault: 'kin must look like contestant:PILKADA-2024/16.73/2=spouse, several parted by ;' };
  const accounts = list(row.accounts).map((p) => /^([a-z]+):(.+)$/.exec(p));
  if (accounts.includes(null)) return { fault: 'accounts must look like instagram:handle;x:handle' };
  const value = (c: string): string | undefined => row[c] || undefined;
  return {
    value: {
      nip: value('nip'),
      staff_key: value('staff_key'),
      name: row.name,
      employment_status: row.employment_status,
      position_type: value('position_type'),
      agency: row.agency,
      opd: value('opd'),
      region: row.region,
      appointing_authority: value('appointing_authority'),
      valid_from: row.valid_from,
      valid_to: value('valid_to'),
      ...(cltn.length === 0 ? {} : { cltn: cltn.map((m) => ({ from: m?.[1], to: m?.[2] })) }),
      ...(kin.length === 0 ? {} : { kin: kin.map((m) => ({ [m?.[1] === 'staff' ? 'staff_key' : 'contestant']: m?.[2]?.trim(), relation: m?.[3]?.trim() })) }),
      accounts: accounts.map((m) => ({ platform: m?.[1], handle: m?.[2]?.trim(), verified_by: value('verified_by'), verified_at: value('verified_at') })),
      basis: { law: row.basis_law, ref: row.basis_ref, valid_to: value('basis_valid_to') },
    },
  };
}

function list(cell: string | undefined): string[] {
  return (cell ?? '')
    .split(';')
    .map((p) => p.trim())
    .filter(Boolean);
}
