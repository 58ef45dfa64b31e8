/** OpenAPI 3.1 from the same schemas that check requests, a page to read it, and the error table. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { PROBLEMS, RELEASE_POLICY } from '@pantau/domain';
import type { FastifyContextConfig } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Api } from './deps.ts';

const DOCS_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The policy stands in the document too, as it is kept with each release. */
const STATISTICS = `Released statistics. A fixed family of tables, released once a week; other combinations are refused. Policy: ${JSON.stringify(RELEASE_POLICY)}`;

export async function addDocs(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Pantau',
        version: '1',
        description: 'Flags, casework and statistics on election neutrality of civil servants. People decide.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [{ name: 'statistics', description: STATISTICS }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'pantau_session' },
          api_key: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: (o) => withSecurity(jsonSchemaTransform(o), o.route.config?.access),
  });
  // The reader sets style attributes; it is the one page that may. Scripts stay strict.
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiHooks: {
      onRequest: (_request, reply, done) => {
        reply.header('content-security-policy', DOCS_CSP);
        done();
      },
    },
    // Folded: drawing all routes at once takes a browser longer than anybody waits.
    uiConfig: { deepLinking: true, displayRequestDuration: true, docExpansion: 'none' },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async (_, reply) => reply.type('application/json').send(JSON.stringify(app.swagger())));
  app.get('/docs/errors', { schema: { hide: true } }, async (_, reply) => reply.type('text/html; charset=utf-8').send(ERRORS_PAGE));
}

/** What a caller must bring, said of each operation: nothing, a session, or a key where the route takes one. */
function withSecurity<T extends { schema: object }>(described: T, access: FastifyContextConfig['access']): T {
  const session = { session: [] };
  const key = { api_key: [] };
  const security = access === undefined || access === 'public' ? [] : access === 'open' ? [{}, key] : access.apiKey === undefined ? [session] : [session, key];
  return { ...described, schema: { ...described.schema, security } };
}

const escapeHtml = (s: string): string => s.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Where the `type` of a problem points. */
const ERRORS_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pantau: error codes</title>
<h1>Error codes</h1><p>Every failure is a problem (RFC 9457) with one of these stable codes.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th><th>What to do</th></tr></thead><tbody>
${Object.entries(PROBLEMS)
  .map(
    ([code, [status, title, hint]]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td><td>${escapeHtml(hint)}</td></tr>`,
  )
  .join('\n')}
</tbody></table></html>`;
