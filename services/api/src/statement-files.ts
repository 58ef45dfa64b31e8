/** The page of the person concerned, apart from the console: three small files, no session, not to be indexed or kept. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Api } from './deps.ts';

const FILES = [
  ['/pernyataan', 'pernyataan.html', 'text/html; charset=utf-8'],
  ['/pernyataan.js', 'pernyataan.js', 'text/javascript; charset=utf-8'],
  ['/pernyataan.css', 'pernyataan.css', 'text/css; charset=utf-8'],
] as const;

export function statementFiles(app: Api): void {
  for (const [url, name, type] of FILES) {
    const content = readFileSync(fileURLToPath(new URL(`../public/${name}`, import.meta.url)));
    app.get(url, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .header('x-robots-tag', 'noindex, nofollow, noarchive')
        .header('referrer-policy', 'no-referrer')
        .type(type)
        .send(content),
    );
  }
}
