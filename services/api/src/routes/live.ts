/** `GET /v1/events`: server-sent events for an open console. */
import { ProblemError } from '@pantau/domain';
import { z } from 'zod';
import { CASE_READERS, userOf } from '../access.ts';
import type { Api } from '../deps.ts';
import type { LiveUpdates } from '../live.ts';
import { PROBLEMS_4XX_5XX } from '../schemas.ts';

export function liveRoutes(app: Api, live: LiveUpdates): void {
  app.get(
    '/v1/events',
    {
      config: { access: { roles: CASE_READERS } },
      schema: {
        tags: ['cases'],
        summary:
          'Live updates (text/event-stream): `cases` {changed: [{id, revision, region, state, holder}]}, `counts`, `refetch` (something was missed: read again), `ready`',
        produces: ['text/event-stream'],
        response: { 200: z.string().describe('An endless stream of events'), ...PROBLEMS_4XX_5XX },
      },
    },
    (request, reply) => {
      const { raw } = reply;
      const sink = { write: (text: string) => void raw.write(text), end: () => void raw.end(), waiting: () => raw.writableLength };
      const user = userOf(request);
      if (!live.hasRoom(user)) throw new ProblemError('too_many_streams');
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-request-id': request.id,
      });
      const drop = live.add(user, sink, { resumed: request.headers['last-event-id'] !== undefined });
      raw.on('close', drop);
      raw.on('error', drop);
    },
  );
}
