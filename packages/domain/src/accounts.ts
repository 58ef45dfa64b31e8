/** The civil-servant and account register, and the structure of a NIP. */
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { EmploymentStatus, Platform, RegionCode } from './vocabulary.ts';

const day = z.iso.date();
const opt = <T extends z.ZodType>(t: T) => t.nullish().transform((v) => v ?? undefined);
const text = z.string().min(1).max(LIMITS.nameChars);

export const AccountRef = z.strictObject({
  platform: Platform,
  handle: z.string().min(1).max(LIMITS.handleChars),
  platform_id: opt(z.string().max(300)),
  verified_by: opt(text),
  verified_at: opt(z.union([day, z.iso.datetime({ offset: true })])),
});

/** Which law allows watching this account, and until when. Nothing is fetched without it. */
export const Basis = z.strictObject({ law: text, ref: text, valid_to: opt(day) });

export const AccountLine = z
  .strictObject({
    nip: opt(z.string()),
    staff_key: opt(z.string().min(1).max(120)),
    name: text,
    employment_status: EmploymentStatus,
    position_type: opt(z.string().max(80)),
    agency: text,
    opd: opt(text),
    region: RegionCode,
    appointing_authority: opt(text),
    valid_from: day,
    valid_to: opt(day),
    cltn: opt(z.array(z.strictObject({ from: day, to: day })).max(20)),
    kin: opt(z.array(z.strictObject({ contestant: opt(z.string().max(120)), staff_key: opt(z.string().max(120)), relation: z.string().max(60) })).max(50)),
    accounts: z.array(AccountRef).min(1).max(50),
    basis: Basis,
  })
  .superRefine((v, ctx) => {
    if ((v.nip === undefined) === (v.staff_key === undefined))
      ctx.addIssue({ code: 'custom', path: ['nip'], message: 'give exactly one of nip and staff_key' });
    if (v.valid_to !== undefined && v.valid_to < v.valid_from) ctx.addIssue({ code: 'custom', path: ['valid_to'], message: 'valid_to lies before valid_from' });
  });
export type AccountLine = z.infer<typeof AccountLine>;

export type NipFault = 'nip_not_18_digits' | 'nip_birth_date_impossible' | 'nip_start_impossible' | 'nip_sex_digit' | 'nip_serial_zero' | 'nip_month_or_kind';
export type NipCheck = { ok: true; kind: 'PNS' | 'PPPK' } | { ok: false; fault: NipFault; hint: string };

/** A PNS starts at 16 at the earliest; there is no check digit, so structure proves nothing about identity. */
const MIN_AGE_AT_START = 16;

/**
 * 18 digits: birth date, then start (PNS: `YYYYMM`; PPPK: `YYYY2n`), sex 1|2, serial 001–999.
 * `today` is `YYYY-MM-DD`. The hint never repeats the number.
 */
export function checkNip(nip: string, today: string): NipCheck {
  const fault = (f: NipFault, hint: string): NipCheck => ({ ok: false, fault: f, hint });
  const m = /^(\d{4})(\d{2})(\d{2})(\d{4})(\d{2})(\d)(\d{3})$/.exec(nip);
  if (!m) return fault('nip_not_18_digits', 'a NIP has 18 digits');
  const [, y = '', mo = '', d = '', startYear = '', kindDigits = '', sex = '', serial = ''] = m;
  if (!isRealDay(y, mo, d)) return fault('nip_birth_date_impossible', 'digits 1–8 are a birth date; this day does not exist');
  const k = Number(kindDigits);
  const kind = k >= 1 && k <= 12 ? 'PNS' : k >= 21 && k <= 29 ? 'PPPK' : null;
  if (kind === null) return fault('nip_month_or_kind', 'digits 13–14 must be a month 01–12 (PNS) or 21–29 (PPPK)');
  if (sex !== '1' && sex !== '2') return fault('nip_sex_digit', 'digit 15 must be 1 or 2');
  if (serial === '000') return fault('nip_serial_zero', 'digits 16–18 must be 001–999');
  const startsOn = `${startYear}-${kind === 'PNS' ? kindDigits : '01'}`;
  if (Number(startYear) < Number(y) + MIN_AGE_AT_START) return fault('nip_start_impossible', `service cannot start before age ${MIN_AGE_AT_START}`);
  if (startsOn > today.slice(0, 7)) return fault('nip_start_impossible', 'service start lies in the future');
  return { ok: true, kind };
}

function isRealDay(y: string, m: string, d: string): boolean {
  const at = new Date(`${y}-${m}-${d}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${y}-${m}-${d}`);
}

/** All but the last three characters masked: a NIP's first digits are a birth date. */
export function maskNip(tail: string): string {
  return `${'•'.repeat(15)}${tail.slice(-3)}`;
}

/** Handles compare without a leading @, trimmed and in lower case. */
export function normaliseHandle(handle: string): string {
  return handle.trim().replace(/^@/, '').toLowerCase();
}
