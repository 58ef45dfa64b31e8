/** What surrounds the steps of a case: its proceedings, papers, the person's identity, the statement of reasons. */
import { ATTACHMENT, ATTACHMENT_TYPES, IdentityInput, maskNip, ProblemError, rolesOf, statementOf } from '@pantau/domain';
import { addAttachment, asUser, type Proceedings, readAttachment, readProceedings, readStatementFacts, unmask } from '@pantau/store';
import type { z } from 'zod';
import { CASE_READERS, DECIDERS, userOf } from '../access.ts';
import { ActHeaders, act } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AttachmentParams, AttachmentQuery, AttachmentView, IdentityView, ProceedingsView, StatementView } from '../schemas/workflow.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

export async function proceedingRoutes(app: Api, deps: ApiDeps): Promise<void> {
  readingRoutes(app, deps);
  identityRoute(app, deps);
  // In a scope of its own: only here may a body be anything but JSON, and larger than elsewhere.
  await app.register(async (scope) => {
    scope.addContentTypeParser([...ATTACHMENT_TYPES], { parseAs: 'buffer', bodyLimit: ATTACHMENT.bytesMax }, (_request, body, done) => done(null, body));
    attachmentRoutes(scope as Api, deps);
  });
}

function readingRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/cases/:id/proceedings',
    {
      config: { access: { roles: CASE_READERS } },
      schema: {
        tags: ['casework'],
        summary: 'Finding, hearings, records and papers of a case, and what the caller may do now',
        params: IdParams,
        response: { 200: ProceedingsView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { userId } = userOf(request);
      return proceedingsOf(await asUser(deps.db, userId, (tx) => readProceedings(tx, userId, request.params.id, deps.clock())));
    },
  );

  app.get(
    '/v1/cases/:id/statement-of-reasons',
    {
      config: { access: { roles: DECIDERS } },
      schema: {
        tags: ['casework'],
        summary: 'Why a case was confirmed or dismissed, in Indonesian, without a name',
        params: IdParams,
        response: { 200: StatementView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const facts = await asUser(deps.db, userOf(request).userId, (tx) => readStatementFacts(tx, request.params.id));
      return { case_number: facts.caseNumber, ...statementOf(facts) };
    },
  );
}

function identityRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/cases/:id/identity',
    {
      config: { access: { roles: rolesOf('identity') } },
      schema: {
        tags: ['casework'],
        summary: 'Open the identity behind a case for a purpose; logged before it is answered',
        params: IdParams,
        body: IdentityInput,
        response: { 200: IdentityView, ...PROBLEMS_4XX_5XX },
      },
    },
    // Not replayed: an answer that names a person is not kept anywhere, and each look is a look.
    async (request) => {
      const { userId } = userOf(request);
      const { keyTail, employmentStatus, ...who } = await asUser(deps.db, userId, (tx) =>
        unmask(tx, userId, request.params.id, request.body.purpose, deps.clock()),
      );
      deps.events.caseMoved('identity', request.params.id, userId);
      return { ...who, nip: maskNip(keyTail), employment_status: employmentStatus };
    },
  );
}

function attachmentRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/cases/:id/attachments',
    {
      config: { access: { roles: rolesOf('attach') } },
      bodyLimit: ATTACHMENT.bytesMax,
      schema: {
        tags: ['casework'],
        summary: `Add a paper: the file itself as the body, one of ${ATTACHMENT_TYPES.join(', ')}`,
        params: IdParams,
        headers: ActHeaders,
        querystring: AttachmentQuery,
        response: { 201: AttachmentView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const content: unknown = request.body;
      if (!Buffer.isBuffer(content) || content.length === 0)
        throw new ProblemError('unsupported_media_type', `Send the file itself as ${ATTACHMENT_TYPES.join(', ')}.`);
      const mediaType = String(request.headers['content-type']).split(';')[0]?.trim().toLowerCase() ?? '';
      const { kind, file_name } = request.query;
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const added = await addAttachment(tx, userId, request.params.id, { kind, fileName: file_name, mediaType, content }, deps.clock());
        return { status: 201, body: added };
      });
      if (fresh) deps.events.caseMoved('attached', request.params.id, userOf(request).userId);
      return reply;
    },
  );

  app.get(
    '/v1/cases/:id/attachments/:attachment',
    {
      config: { access: { roles: CASE_READERS } },
      schema: { tags: ['casework'], summary: 'A paper as it came; the reading is logged', params: AttachmentParams, response: PROBLEMS_4XX_5XX },
    },
    async (request, reply) => {
      const { id, attachment } = request.params;
      const a = await asUser(deps.db, userOf(request).userId, (tx) => readAttachment(tx, id, attachment));
      return reply
        .header('content-type', a.mediaType)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(a.fileName)}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(a.content as never);
    },
  );
}

const iso = (t: Date | string): string => new Date(t).toISOString();
const isoOrNull = (t: Date | string | null): string | null => (t === null ? null : iso(t));

function proceedingsOf(p: Proceedings): z.infer<typeof ProceedingsView> {
  const { open } = p;
  return {
    id: open.id,
    state: open.facts.state,
    round: open.round,
    due_at: isoOrNull(open.facts.dueAt),
    overdue_at: isoOrNull(p.overdueAt),
    outcome: p.outcome,
    sanction: p.sanction,
    recipient_question: open.facts.recipientQuestion,
    allowed_actions: p.allowed,
    finding: p.finding
      ? {
          number: p.finding.number,
          plenary_no: p.finding.plenaryNo,
          plenary_on: p.finding.plenaryOn,
          decided_at: iso(p.finding.decidedAt),
          form_a: p.finding.formA,
          form_b2: p.finding.formB2,
        }
      : null,
    file: open.fileId === null ? null : { id: open.fileId, case_ids: p.fileCases },
    hearings: p.hearings.map((h) => ({
      id: h.id,
      stage: h.stage,
      summons_no: h.summonsNo,
      summoned_at: iso(h.summonedAt),
      scheduled_at: iso(h.scheduledAt),
      place: h.place,
      outcome: h.outcome,
      held_at: isoOrNull(h.heldAt),
      minutes: h.minutes,
    })),
    records: p.records.map((r) => ({
      id: r.id,
      kind: r.kind,
      stage: r.stage,
      content: r.content,
      by: r.by,
      by_person_concerned: r.actor === null,
      at: iso(r.at),
    })),
    attachments: p.attachments.map((a) => ({
      id: a.id,
      stage: a.stage,
      kind: a.kind as 'other',
      file_name: a.fileName,
      media_type: a.mediaType,
      size: a.size,
      sha256: a.sha256,
      by_person_concerned: a.actor === null,
      at: iso(a.at),
    })),
  };
}
