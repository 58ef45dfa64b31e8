/** A packet leaves the house when one person asks and another releases. It is made when it is fetched and kept nowhere. */
import { ProblemError, type Role } from '@pantau/domain';
import {
  asUser,
  fetchablePacket,
  listPackets,
  mustSeeCase,
  type PacketRow,
  readPacketSource,
  recordFetched,
  releasePacket,
  requestPacket,
  signerOf,
} from '@pantau/store';
import type { z } from 'zod';
import { userOf } from '../access.ts';
import { ActHeaders, act } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { buildPacket, type Stamp } from '../packet/build.ts';
import { PacketList, PacketReleaseBody, PacketRequestBody, PacketView } from '../schemas/packets.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

const HANDLERS: readonly Role[] = ['commissioner', 'handling_officer'];

function viewOf(p: PacketRow, userId: number, now: Date): z.infer<typeof PacketView> {
  const open = p.expiresAt !== null && p.expiresAt > now;
  return {
    id: p.id,
    case_id: p.caseId,
    recipient: p.recipient,
    reason: p.reason,
    requested_by: p.requestedByName,
    requested_at: p.requestedAt.toISOString(),
    released_by: p.releasedByName,
    released_at: p.releasedAt?.toISOString() ?? null,
    expires_at: p.expiresAt?.toISOString() ?? null,
    may: { release: p.releasedAt === null && p.requestedBy !== userId, fetch: open && (userId === p.requestedBy || userId === p.releasedBy) },
  };
}

const shared = { tags: ['packets'], params: IdParams };

export function packetRoutes(app: Api, deps: ApiDeps): void {
  caseRoutes(app, deps);
  releaseRoutes(app, deps);
}

function caseRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: HANDLERS } };

  app.get(
    '/v1/cases/:id/packets',
    {
      config: { access: { roles: [...HANDLERS, 'auditor'] } },
      schema: { ...shared, summary: 'Packets of a case, newest first', response: { 200: PacketList, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { userId } = userOf(request);
      const rows = await asUser(deps.db, userId, async (tx) => {
        await mustSeeCase(tx, request.params.id);
        return listPackets(tx, request.params.id);
      });
      return { data: rows.map((p) => viewOf(p, userId, deps.clock())) };
    },
  );

  app.post(
    '/v1/cases/:id/packets',
    {
      config,
      schema: {
        ...shared,
        summary: 'Ask for a packet of a confirmed case; another person must release it',
        headers: ActHeaders,
        body: PacketRequestBody,
        response: { 201: PacketView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const p = await requestPacket(tx, userId, request.params.id, request.body);
        return { status: 201, body: viewOf(p, userId, deps.clock()) };
      });
      if (fresh) deps.events.caseMoved('packet_requested', request.params.id, userOf(request).userId);
      return reply;
    },
  );
}

function releaseRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: HANDLERS } };

  app.post(
    '/v1/packets/:id/release',
    {
      config,
      schema: {
        ...shared,
        summary: "Release another person's packet",
        headers: ActHeaders,
        body: PacketReleaseBody,
        response: { 200: PacketView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      let caseId = 0;
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const p = await releasePacket(tx, userId, request.params.id, request.body.reason);
        caseId = p.caseId;
        return { status: 200, body: viewOf(p, userId, deps.clock()) };
      });
      if (fresh) deps.events.caseMoved('packet_released', caseId, userOf(request).userId);
      return reply;
    },
  );

  app.get(
    '/v1/packets/:id',
    {
      config,
      schema: { ...shared, summary: 'Fetch a released packet (ZIP)', produces: ['application/zip'], response: PROBLEMS_4XX_5XX },
    },
    async (request, reply) => {
      const { userId } = userOf(request);
      const { zip, fileName } = await makePacket(deps, userId, request.params.id);
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${fileName}"`)
        .send(zip as never);
    },
  );
}

/** An authority that does not answer is not a defect of ours; without its stamp nothing leaves. */
const stampOrSay =
  (stamp: Stamp): Stamp =>
  async (bytes) => {
    try {
      return await stamp(bytes);
    } catch (cause) {
      throw new ProblemError('timestamp_unavailable', cause instanceof Error ? cause.message : undefined);
    }
  };

/**
 * Read, then make and stamp it with no transaction open, then write into the log what leaves. Dies in between: nothing left
 * the house. The last step asks again whether the release still stands.
 */
async function makePacket(deps: ApiDeps, userId: number, id: number): Promise<{ zip: Buffer; fileName: string }> {
  const { packet, source } = await asUser(deps.db, userId, async (tx) => {
    const found = await fetchablePacket(tx, userId, id);
    return { packet: found, source: await readPacketSource(tx, found) };
  });
  if (source.subject === null) throw new ProblemError('not_found', 'The person of this case was removed under the retention rules.');
  const built = await buildPacket({ packet, source, signer: signerOf(deps.keyring), now: deps.clock(), stamp: deps.stamp && stampOrSay(deps.stamp) });
  await asUser(deps.db, userId, async (tx) => {
    const still = await fetchablePacket(tx, userId, id);
    await recordFetched(tx, still, { manifestSha256: built.manifestSha256, bytes: built.zip.length, stamped: built.stamped });
  });
  deps.events.caseMoved('packet_fetched', packet.caseId, userId);
  return built;
}
