/** The few calls of atproto that are needed, read with zod; errors become stops. Public data, no sign-in. */
import type { HttpAnswer } from '@pantau/runtime';
import { z } from 'zod';
import { expectOk, parseJson } from '../answers.ts';
import { type PollContext, SourceStop } from '../contract.ts';
import { POSTS } from './normalise.ts';

type Ask = Pick<PollContext<unknown>, 'http' | 'now'>;

const Listed = z.object({ cursor: z.string().optional(), records: z.array(z.object({ uri: z.string(), cid: z.string(), value: z.unknown() })) });
export type ListedRecord = z.infer<typeof Listed>['records'][number];
const Resolved = z.object({ did: z.string().regex(/^did:[a-z]+:.+/) });
const DidDocument = z.object({ service: z.array(z.object({ id: z.string(), type: z.string(), serviceEndpoint: z.unknown() })).default([]) });
const XrpcError = z.object({ error: z.string().optional(), message: z.string().optional() });

/** The whole repository does not answer: deactivated, suspended, moved. It says nothing about single posts. */
const REPO_ERRORS = new Set(['RepoNotFound', 'RepoDeactivated', 'RepoTakendown', 'RepoSuspended', 'AccountTakedown', 'AccountDeactivated', 'AccountNotFound']);
const REPO_MESSAGE = /could not find repo|(repo|account)\b.*\b(not found|deactivated|suspended|taken ?down)/i;

async function ask(ctx: Ask, base: string, method: string, params: Record<string, string>): Promise<HttpAnswer> {
  return ctx.http(`${base}/xrpc/${method}?${new URLSearchParams(params).toString()}`, { accept: 'application/json' });
}

function errorOf(a: HttpAnswer): z.infer<typeof XrpcError> {
  try {
    return XrpcError.parse(JSON.parse(a.body.toString('utf8')));
  } catch {
    return {};
  }
}

function refuseRepoError(a: HttpAnswer): void {
  if (a.status !== 400) return;
  const e = errorOf(a);
  if (REPO_ERRORS.has(e.error ?? '') || REPO_MESSAGE.test(e.message ?? ''))
    throw new SourceStop('account_unavailable', `the repository does not answer (${e.error ?? '400'})`);
}

export async function resolveHandle(ctx: Ask, service: string, handle: string): Promise<string> {
  const a = await ask(ctx, service, 'com.atproto.identity.resolveHandle', { handle });
  if (a.status === 400) throw new SourceStop('account_unavailable', 'the handle does not resolve');
  expectOk(a, ctx.now());
  return parseJson(Resolved, a, 'resolveHandle').did;
}

/** Where the account's repository lives, by its DID document. */
export async function findPds(ctx: Ask, plcUrl: string, did: string): Promise<string> {
  const web = /^did:web:([a-z0-9.-]+)$/i.exec(did)?.[1];
  if (!did.startsWith('did:plc:') && web === undefined) throw new SourceStop('config_invalid', 'only did:plc and did:web are known');
  const a = await ctx.http(web === undefined ? `${plcUrl}/${encodeURIComponent(did)}` : `https://${web}/.well-known/did.json`, { accept: 'application/json' });
  if (a.status === 404 || a.status === 410) throw new SourceStop('account_unavailable', 'the identity does not exist any more');
  expectOk(a, ctx.now());
  const service = parseJson(DidDocument, a, 'DID document').service.find((s) => s.id.endsWith('#atproto_pds') && s.type === 'AtprotoPersonalDataServer');
  if (typeof service?.serviceEndpoint !== 'string') throw new SourceStop('account_unavailable', 'the identity names no server');
  return service.serviceEndpoint.replace(/\/$/, '');
}

export async function listRecords(
  ctx: Ask,
  at: { pds: string; did: string },
  o: { cursor: string | null; forward: boolean; limit: number },
): Promise<{ records: ListedRecord[]; cursor: string | null }> {
  const a = await ask(ctx, at.pds, 'com.atproto.repo.listRecords', {
    repo: at.did,
    collection: POSTS,
    limit: String(o.limit),
    ...(o.forward ? { reverse: 'true' } : {}),
    ...(o.cursor === null ? {} : { cursor: o.cursor }),
  });
  refuseRepoError(a);
  expectOk(a, ctx.now());
  const r = parseJson(Listed, a, 'listRecords');
  return { records: r.records, cursor: r.cursor ?? null };
}

/** One record by key: there, gone, or (thrown) the whole repository unavailable. */
export async function recordExists(ctx: Ask, at: { pds: string; did: string }, rkey: string): Promise<boolean> {
  const a = await ask(ctx, at.pds, 'com.atproto.repo.getRecord', { repo: at.did, collection: POSTS, rkey });
  if (a.status === 400 && errorOf(a).error === 'RecordNotFound') return false;
  refuseRepoError(a);
  expectOk(a, ctx.now());
  return true;
}
