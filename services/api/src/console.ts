/** The console's files, as they are on disk. */
import fastifyStatic from '@fastify/static';
import type { Api } from './deps.ts';

export async function addConsole(app: Api, root: string): Promise<void> {
  await app.register(fastifyStatic, { root, index: ['index.html'], cacheControl: true, maxAge: 0, etag: true, dotfiles: 'ignore', wildcard: false });
}
