/** The few calls of Mastodon's REST interface that are needed, read with zod; errors become stops. Public data, no sign-in. */
import type { HttpAnswer } from '@pantau/runtime';
import { z } from 'zod';
import { expectOk, parseJson } from '../answers.ts';
import { type PollContext, SourceStop } from '../contract.ts';
import { Status } from './normalise.ts';

type Ask = Pick<PollContext<unknown>, 'http' | 'now'>;

const Account = z.object({ id: z.string().regex(/^\d{1,20}$/), acct: z.string(), suspended: z.boolean().optional() });
/** Only what paging needs must be there; a status of an unknown shape is for `normalise` to refuse, one by one. */
const Listed = z.array(z.looseObject({ id: z.string().regex(/^\d{1,20}$/) }));
const History = z.array(z.unknown());

const ACCEPT = { accept: 'application/json' };

/** The account's id on its home server; null when it is away (no such name, suspended, moved out). */
export async function lookup(ctx: Ask, base: string, user: string): Promise<string | null> {
  const a = await ctx.http(`${base}/api/v1/accounts/lookup?acct=${encodeURIComponent(user)}`, ACCEPT);
  if (a.status === 404 || a.status === 410) return null;
  expectOk(a, ctx.now());
  const account = parseJson(Account, a, 'lookup');
  return account.suspended === true ? null : account.id;
}

/** Statuses that follow this id, the nearest first asked for, in whatever order they come. */
export async function statusesAfter(ctx: Ask, base: string, o: { id: string; minId: string; limit: number }): Promise<z.infer<typeof Listed>> {
  const query = new URLSearchParams({ limit: String(o.limit), min_id: o.minId, exclude_reblogs: 'false' });
  const a = await ctx.http(`${base}/api/v1/accounts/${o.id}/statuses?${query.toString()}`, ACCEPT);
  if (a.status === 404 || a.status === 410) throw new SourceStop('account_unavailable', `the account does not answer (${a.status})`);
  expectOk(a, ctx.now());
  return parseJson(Listed, a, 'statuses');
}

/** One status; null when the server says that there is none. */
export async function statusOf(ctx: Ask, base: string, id: string): Promise<{ status: unknown; editedAt: string | null } | null> {
  const a = await ctx.http(`${base}/api/v1/statuses/${id}`, ACCEPT);
  if (a.status === 404 || a.status === 410) return null;
  expectOk(a, ctx.now());
  const status = parseJson(z.unknown(), a, 'status');
  const read = Status.safeParse(status);
  if (!read.success) throw new SourceStop('malformed_answer', 'the status cannot be read');
  return { status, editedAt: read.data.edited_at ?? null };
}

/** All editions of a status, the first one first. A server that keeps none has none to give. */
export async function historyOf(ctx: Ask, base: string, id: string): Promise<unknown[]> {
  const a: HttpAnswer = await ctx.http(`${base}/api/v1/statuses/${id}/history`, ACCEPT);
  if (a.status === 404 || a.status === 410) return [];
  expectOk(a, ctx.now());
  return parseJson(History, a, 'history');
}
