/** The registers as lists: contests, their contestants with all they are recognised by, and the accounts that may be watched. */
import { type Contestant, EmploymentStatus, maskNip, ProblemError, type Role } from '@pantau/domain';
import { type AccountListRow, asUser, type ContestantDetail, listContestants, listContests, listRegisteredAccounts, readContest } from '@pantau/store';
import type { z } from 'zod';
import { STAFF, userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { API } from '../limits.ts';
import { decodeIdCursor, idPage } from '../page.ts';
import { isoOrNull, pageOf } from '../pages.ts';
import { AccountListQuery, AccountPage, ContestantsView, ContestListQuery, ContestPage, ContestParams } from '../schemas/office.ts';
import { PROBLEMS_4XX_5XX } from '../schemas.ts';

const ACCOUNT_READERS: readonly Role[] = ['register_admin', 'auditor'];
const tags = ['registers'];

export function registerRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/contests',
    {
      config: { access: { roles: STAFF } },
      schema: { tags, summary: 'Contests of the latest register, by id', querystring: ContestListQuery, response: { 200: ContestPage, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { cursor, limit, q, region, type } = request.query;
      const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString();
      const rows = await listContests(deps.db, { query: q, region, type }, { after, rows: limit + 1 });
      const page = pageOf(rows, limit, (c) => Buffer.from(c.id).toString('base64url'));
      return { ...page, data: page.data.map(({ regionName: region_name, ...c }) => ({ ...c, region_name })) };
    },
  );

  app.get(
    '/v1/contests/:id/contestants',
    {
      config: { access: { roles: STAFF } },
      schema: {
        tags,
        summary: 'Contestants in the order of the ballot, with names, slogans and hashtags',
        params: ContestParams,
        response: { 200: ContestantsView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { id } = request.params;
      if (!(await asUser(deps.db, userOf(request).userId, (tx) => readContest(tx, id)))) throw new ProblemError('not_found');
      return { data: (await listContestants(deps.db, id, API.contestantsShown)).map(contestantView) };
    },
  );

  app.get(
    '/v1/accounts',
    {
      config: { access: { roles: ACCOUNT_READERS }, audit: { action: 'accounts_read', object: 'account' } },
      schema: {
        tags,
        summary: 'Accounts of my regions, by id: whose, on which legal basis, and when they were looked at last',
        querystring: AccountListQuery,
        response: { 200: AccountPage, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { cursor, limit, q, state } = request.query;
      const after = decodeIdCursor(cursor) ?? 0;
      const rows = await asUser(deps.db, userOf(request).userId, (tx) => listRegisteredAccounts(tx, { query: q, state }, { after, rows: limit + 1 }));
      const { page, next } = idPage(rows, limit);
      return { data: page.map(accountView), next_cursor: next };
    },
  );
}

function contestantView(c: ContestantDetail): z.infer<typeof ContestantsView>['data'][number] {
  const d = c.doc as Partial<Contestant>;
  return {
    id: c.id,
    kind: c.kind,
    ballot_number: c.ballotNumber,
    people: (d.people ?? []).map((p) => ({ name: p.name, role: p.role ?? null, nicknames: p.nicknames ?? [], incumbent: p.incumbent ?? false })),
    parties: d.parties ?? [],
    aliases: d.aliases ?? [],
    slogans: d.slogans ?? [],
    hashtags: d.hashtags ?? [],
    accounts: (d.accounts ?? []).map((a) => `${a.platform}:${a.handle}`),
  };
}

function accountView(a: AccountListRow): z.infer<typeof AccountPage>['data'][number] {
  return {
    id: a.id,
    platform: a.platform,
    handle: a.handle,
    name: a.name,
    nip: maskNip(a.keyTail),
    agency: a.agency,
    region: a.region,
    employment_status: EmploymentStatus.parse(a.employmentStatus),
    basis_law: a.basisLaw,
    basis_ref: a.basisRef,
    basis_until: a.basisUntil,
    has_basis: a.hasBasis,
    verified_at: isoOrNull(a.verifiedAt),
    ended_at: isoOrNull(a.endedAt),
    polled_at: isoOrNull(a.polledAt),
    last_error: a.lastError,
  };
}
