/** Checks one line of the account register. A reason names the field and what is wrong, never the NIP. Pure. */
import { AccountLine, checkNip, regionWithin } from '@pantau/domain';
import { pathOf, regionKnown } from './register-json.ts';

export interface AccountContext {
  regions: ReadonlyMap<string, string>;
  /** `YYYY-MM-DD`. */
  today: string;
  /** Regions that whoever imports answers for. */
  within: readonly string[];
}

const LOOKS_LIKE_NIP = /^\d{18}$/;

export function checkAccountLine(value: unknown, ctx: AccountContext): { data: AccountLine } | { fault: string } {
  const parsed = AccountLine.safeParse(value);
  if (!parsed.success) return { fault: issueText(parsed.error.issues) };
  const data = parsed.data;
  if (data.nip !== undefined) {
    const check = checkNip(data.nip, ctx.today);
    if (!check.ok) return { fault: `nip: ${check.hint} (${check.fault})` };
  }
  if (data.staff_key !== undefined && LOOKS_LIKE_NIP.test(data.staff_key)) return { fault: 'staff_key: has the form of a NIP; give it as nip' };
  if (!regionKnown(data.region, ctx.regions)) return { fault: `region: ${data.region} is not known` };
  if (!ctx.within.some((scope) => regionWithin(data.region, scope))) return { fault: `region: ${data.region} lies outside your region` };
  const period = data.cltn?.find((c) => c.to < c.from);
  if (period) return { fault: 'cltn: to lies before from' };
  const badKin = data.kin?.find((k) => (k.contestant === undefined) === (k.staff_key === undefined));
  if (badKin) return { fault: 'kin: give exactly one of contestant and staff_key' };
  if (hasNul(data)) return { fault: 'a field has a NUL character or a broken surrogate' };
  return { data };
}

interface Issue {
  path: PropertyKey[];
  message: string;
  code: string;
  keys?: string[];
}

/** The first problem is enough for a row; all messages of the schema are free of values. */
function issueText(issues: readonly unknown[]): string {
  const issue = issues[0] as Issue;
  if (issue.code === 'unrecognized_keys') return `${pathOf([...issue.path, issue.keys?.[0] ?? ''])}: unknown field`;
  return `${pathOf(issue.path)}: ${issue.message}`;
}

/** Postgres stores neither; found by one look at the serialised line. */
function hasNul(data: AccountLine): boolean {
  const text = JSON.stringify(data);
  return text.includes('\\u0000') || /\\ud[89a-f]/i.test(text);
}
