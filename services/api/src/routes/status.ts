/** What is loaded and what feeds it, and the words of the field. */
import { ACTS, ATTACHMENT, ATTACHMENT_TYPES, AttachmentKind, CaseState, EXEMPTIONS, Label, Phase, Role, Sanction } from '@pantau/domain';
import { listImports, listRegions, listRegisterVersions, listSources } from '@pantau/store';
import { STAFF } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { API } from '../limits.ts';
import { ImportsView, PROBLEMS_4XX_5XX, RegionsView, RegisterView, SourcesView, VocabularyView } from '../schemas.ts';

const EVERYONE = { access: { roles: 'any' as const, apiKey: 'vocabulary:read' as const } };

export function statusRoutes(app: Api, deps: ApiDeps): void {
  const staff = { access: { roles: STAFF } };

  app.get(
    '/v1/register',
    { config: staff, schema: { tags: ['status'], summary: 'Register versions and their parts', response: { 200: RegisterView, ...PROBLEMS_4XX_5XX } } },
    async () => ({
      versions: (await listRegisterVersions(deps.db)).map((v) => ({
        name: v.name,
        published_at: v.publishedAt.toISOString(),
        published_by: v.publishedBy,
        parts: v.parts.map((p) => ({ key: p.key, label: p.label, source: p.source, imported_at: p.importedAt, counts: p.counts })),
      })),
    }),
  );

  app.get(
    '/v1/imports',
    { config: staff, schema: { tags: ['status'], summary: 'The latest imports', response: { 200: ImportsView, ...PROBLEMS_4XX_5XX } } },
    async () => ({
      data: (await listImports(deps.db, API.importsShown)).map((i) => ({
        id: i.id,
        kind: i.kind,
        file_name: i.fileName,
        bytes_total: i.bytesTotal,
        bytes_done: i.bytesDone,
        lines_done: i.linesDone,
        counts: i.counts,
        status: i.status,
        imported_by: i.importedBy,
        started_at: i.startedAt.toISOString(),
        finished_at: i.finishedAt?.toISOString() ?? null,
      })),
    }),
  );

  app.get(
    '/v1/sources',
    { config: staff, schema: { tags: ['status'], summary: 'Sources, their policy and state', response: { 200: SourcesView, ...PROBLEMS_4XX_5XX } } },
    async () => ({
      data: (await listSources(deps.db)).map((s) => ({
        id: s.id,
        name: s.name,
        connector: s.connector,
        enabled: s.enabled,
        policy: s.policy,
        units: s.units,
        failing: s.failing,
        polled_at: s.polledAt?.toISOString() ?? null,
        last_error: s.lastError,
        quarantined: s.quarantined,
      })),
    }),
  );

  app.get(
    '/v1/regions',
    { config: EVERYONE, schema: { tags: ['status'], summary: 'Provinces, regencies and cities', response: { 200: RegionsView, ...PROBLEMS_4XX_5XX } } },
    async () => ({ data: await listRegions(deps.db) }),
  );
}

/** One source for the codes that a client offers in its lists. */
export function vocabularyRoute(app: Api): void {
  app.get(
    '/v1/vocabulary',
    {
      config: EVERYONE,
      schema: {
        tags: ['status'],
        summary: 'Act codes, exemption reasons, and the codes of every list',
        response: { 200: VocabularyView, ...PROBLEMS_4XX_5XX },
      },
    },
    async () => ({
      acts: ACTS.map((a) => ({ code: a.code, name: a.name, gloss: a.gloss, classes: [...a.classes], phases: [...a.phases], source: a.source })),
      exemptions: [...EXEMPTIONS],
      labels: Label.options.filter((l) => l !== 'NONE'),
      phases: Phase.options,
      states: CaseState.options,
      roles: Role.options,
      sanctions: Sanction.options,
      attachment_kinds: AttachmentKind.options,
      attachment_types: [...ATTACHMENT_TYPES],
      attachment_bytes_max: ATTACHMENT.bytesMax,
    }),
  );
}
