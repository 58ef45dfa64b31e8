/** Every failure leaves as an RFC 9457 problem from the one error table; what is not expected is a 500 without its words. */
import { type ProblemCode, ProblemError, toProblem } from '@pantau/domain';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Events } from './events.ts';

const BY_FASTIFY_CODE: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad_request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
  FST_ERR_BAD_URL: 'bad_request',
};

/** SQLSTATE class 22, "data exception": a NUL in a text, a number or day outside what the database holds. The request is at fault. */
const DATA_REFUSED = /^22[0-9A-Z]{3}$/;
/** Connection lost, server starting or stopping, out of connections, disk or memory, statement cancelled: worth another try. */
const DATABASE_AWAY = /^(08|57P0|53|57014)/;
/** Constraints that say what a person did, not what a program got wrong. */
const BY_CONSTRAINT: Record<string, ProblemCode> = { case_opinion_person_once: 'case_same_reviewer', case_opinion_once: 'case_same_reviewer' };
const SOCKET_AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

function problemOf(e: unknown): ProblemError | null {
  if (e instanceof ProblemError) return e;
  if (hasZodFastifySchemaValidationErrors(e))
    return new ProblemError(
      'bad_request',
      undefined,
      e.validation.map((v) => ({ path: `${e.validationContext ?? 'request'}${v.instancePath}`, message: v.message ?? 'is not valid' })),
    );
  const { code, statusCode, message, constraint } = (e ?? {}) as Partial<FastifyError> & { constraint?: string };
  if (code === '23505' && constraint !== undefined && BY_CONSTRAINT[constraint]) return new ProblemError(BY_CONSTRAINT[constraint]);
  if (code !== undefined && BY_FASTIFY_CODE[code]) return new ProblemError(BY_FASTIFY_CODE[code]);
  if (statusCode === 429) return new ProblemError('rate_limited');
  if (code !== undefined && DATA_REFUSED.test(code)) return new ProblemError('bad_request', 'A value of the request is not one the database can hold.');
  if (code !== undefined && (DATABASE_AWAY.test(code) || SOCKET_AWAY.has(code))) return new ProblemError('unavailable');
  if (message !== undefined && /timeout exceeded when trying to connect|Connection terminated/.test(message)) return new ProblemError('unavailable');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new ProblemError('bad_request');
  return null;
}

function sendProblem(reply: FastifyReply, p: ProblemError): FastifyReply {
  const body = toProblem(p);
  reply.request.problem = p.code;
  return reply.code(body.status).type('application/problem+json; charset=utf-8').send(body);
}

export function errorHandler(events: Events) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const known = problemOf(error);
    if (!known || known.code === 'unavailable')
      events.failed({ method: request.method, route: request.routeOptions.url ?? '(none)', requestId: request.id, err: error });
    return sendProblem(reply, known ?? new ProblemError('internal', `Request ${request.id} failed.`));
  };
}

/** Paths the app knows, to tell 405 (known path, other method) from 404. */
export class KnownPaths {
  readonly #routes: { pattern: RegExp; methods: Set<string> }[] = [];

  add(url: string, method: string | string[]): void {
    const pattern = new RegExp(
      `^${url
        .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:[^/]+/g, '[^/]+')
        .replace(/\*/g, '.*')}/?$`,
    );
    this.#routes.push({ pattern, methods: new Set([method].flat()) });
  }

  /** The methods a path takes; empty when nobody knows it. */
  methodsOf(path: string): string[] {
    const found = this.#routes.filter((r) => !r.pattern.source.includes('.*') && r.pattern.test(path)).flatMap((r) => [...r.methods]);
    return [...new Set(found)].sort();
  }
}

export function notFoundHandler(known: KnownPaths) {
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const methods = known.methodsOf(request.url.split('?')[0] ?? '/');
    if (methods.length === 0) return sendProblem(reply, new ProblemError('not_found', 'There is nothing at this address.'));
    return sendProblem(reply.header('allow', methods.join(', ')), new ProblemError('method_not_allowed'));
  };
}
