/** The HTTP app, apart from listening. Order matters: limits before look-ups, identity before bodies are read. */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { LIMITS } from '@pantau/domain';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { identify } from './access.ts';
import { addAuditTrail, type RateSummary } from './audit-trail.ts';
import { addConsole } from './console.ts';
import type { Api, ApiDeps } from './deps.ts';
import { addDocs } from './docs.ts';
import { keyLimit } from './key-limit.ts';
import { API } from './limits.ts';
import { LiveUpdates } from './live.ts';
import { errorHandler, KnownPaths, notFoundHandler } from './problems.ts';
import { apiKeyRoutes } from './routes/api-keys.ts';
import { auditRoutes } from './routes/audit.ts';
import { caseFileRoutes, reviewerRoutes } from './routes/case-files.ts';
import { caseRoutes, contestRoute } from './routes/cases.ts';
import { caseworkRoutes } from './routes/casework.ts';
import { followUpRoutes, letterRoutes, schemaRoutes } from './routes/follow-up.ts';
import { healthRoutes } from './routes/health.ts';
import { leaseRoutes } from './routes/leases.ts';
import { liveRoutes } from './routes/live.ts';
import { meRoutes, secondFactorRoutes } from './routes/me.ts';
import { officeRoutes } from './routes/office.ts';
import { otherPostsRoute } from './routes/other-posts.ts';
import { overviewRoutes } from './routes/overview.ts';
import { packetRoutes } from './routes/packets.ts';
import { privacyRoutes } from './routes/privacy.ts';
import { proceedingRoutes } from './routes/proceedings.ts';
import { queueRoutes } from './routes/queue.ts';
import { registerImportRoutes } from './routes/register-imports.ts';
import { registerRoutes } from './routes/registers.ts';
import { releaseRoutes } from './routes/releases.ts';
import { ruleRoutes } from './routes/rules.ts';
import { oidcRoutes, sessionRoutes } from './routes/sessions.ts';
import { statementRoutes } from './routes/statements.ts';
import { statsRoutes } from './routes/stats.ts';
import { statusRoutes, vocabularyRoute } from './routes/status.ts';
import { subjectRequestRoutes } from './routes/subject-requests.ts';
import { userRoutes } from './routes/users.ts';
import { workflowRoutes } from './routes/workflow.ts';

const MINUTE_MS = 60_000;

export async function createApp(deps: ApiDeps): Promise<Api & { rateSummary: RateSummary; live: LiveUpdates }> {
  const failed = errorHandler(deps.events);
  const app = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.httpBodyBytes,
    requestTimeout: deps.slowRequestMs ?? API.requestTimeoutMs,
    // How often Node looks for clients that are slow on purpose; its own half minute would double the time they get.
    http: { headersTimeout: Math.min(API.headersTimeoutMs, deps.slowRequestMs ?? API.headersTimeoutMs), connectionsCheckingInterval: API.slowCheckMs },
    connectionTimeout: API.requestTimeoutMs * 2,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: deps.trustProxy,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    // An address that cannot be read never reaches a route; it is answered like every other failure.
    frameworkErrors: (error, request, reply) => void failed(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  const known = new KnownPaths();
  guardRoutes(app, known);
  app.setErrorHandler(failed);

  await app.register(helmet, headers(deps.publicUrl.startsWith('https:')));
  await app.register(rateLimit, { global: true, max: deps.requestsPerMinute, timeWindow: MINUTE_MS });
  await app.register(cookie);
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, notFoundHandler(known));

  app.decorateRequest('caller', null);
  // After the rate limit (onRequest), before the body is read.
  const limitKey = keyLimit(app);
  app.addHook('preParsing', (request, reply) => identify(deps, request, (holder) => limitKey(request, reply, holder)));
  const rateSummary = addAuditTrail(app, deps);
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/v1/') && (reply.getHeader('cache-control') === undefined || reply.statusCode >= 400))
      reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    deps.events.answered({
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      ms: reply.elapsedTime,
      requestId: request.id,
    });
  });

  const live = new LiveUpdates(deps);
  await addRoutes(app, deps, live);
  return Object.assign(app, { rateSummary, live });
}

async function addRoutes(app: Api, deps: ApiDeps, live: LiveUpdates): Promise<void> {
  await addDocs(app);
  healthRoutes(app, deps);
  sessionRoutes(app, deps);
  oidcRoutes(app, deps);
  meRoutes(app, deps);
  secondFactorRoutes(app, deps);
  userRoutes(app, deps);
  apiKeyRoutes(app, deps);
  auditRoutes(app, deps);
  caseRoutes(app, deps);
  otherPostsRoute(app, deps);
  contestRoute(app, deps);
  leaseRoutes(app, deps);
  queueRoutes(app, deps);
  liveRoutes(app, live);
  caseworkRoutes(app, deps);
  workflowRoutes(app, deps);
  followUpRoutes(app, deps);
  letterRoutes(app, deps);
  schemaRoutes(app, deps);
  caseFileRoutes(app, deps);
  reviewerRoutes(app, deps);
  await proceedingRoutes(app, deps);
  packetRoutes(app, deps);
  privacyRoutes(app, deps);
  subjectRequestRoutes(app, deps);
  await statementRoutes(app, deps);
  statsRoutes(app, deps);
  releaseRoutes(app, deps);
  overviewRoutes(app, deps);
  ruleRoutes(app, deps);
  statusRoutes(app, deps);
  vocabularyRoute(app);
  registerRoutes(app, deps);
  await registerImportRoutes(app, deps);
  officeRoutes(app, deps);
  await addConsole(app, deps.consoleDir);
}

/** A route under /v1 that nobody thought about access for does not start. */
function guardRoutes(app: Api, known: KnownPaths): void {
  app.addHook('onRoute', (route) => {
    known.add(route.url, route.method);
    if (route.url.startsWith('/v1/') && route.config?.access === undefined)
      throw new Error(`route ${String(route.method)} ${route.url} says nothing about access`);
  });
}

/** No inline script or style, nothing from elsewhere, no framing. */
function headers(https: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: https,
    referrerPolicy: { policy: 'no-referrer' as const },
    crossOriginEmbedderPolicy: false,
  };
}
