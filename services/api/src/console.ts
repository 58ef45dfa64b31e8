/** The console as it was built (services/console/build.mjs), and its compressed copies. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { Api } from './deps.ts';

const YEAR_S = 365 * 24 * 3_600;
/** Files there carry a hash of their content in their name: a new one has a new name. */
const NAMED_BY_CONTENT = '/assets/';

export async function addConsole(app: Api, root: string): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) throw new Error(`The console is not built in ${root}: run \`npm run build\`.`);
  await app.register(fastifyStatic, {
    root,
    index: ['index.html'],
    cacheControl: false,
    etag: true,
    dotfiles: 'ignore',
    wildcard: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes(NAMED_BY_CONTENT) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
    },
  });
}
