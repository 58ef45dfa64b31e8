/** Looks for words in everything that is kept: every column of every table by the catalogue, every key of Redis, every file. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type pg from 'pg';

export interface Found {
  where: string;
  marker: string;
}

const forms = (marker: string): string[] => {
  const hex = Buffer.from(marker, 'utf8').toString('hex');
  const base64 = Buffer.from(marker, 'utf8').toString('base64').replace(/=+$/, '').slice(0, -2);
  // As JSON writes it, as bytea prints it, and as base64 that begins at the word.
  return [...new Set([marker, JSON.stringify(marker).slice(1, -1), hex, base64])];
};

/** Every table the catalogue knows outside of Postgres's own schemas; `except`: columns that are meant to hold it. */
export async function searchTables(db: pg.Client, markers: readonly string[], except: readonly string[] = []): Promise<{ columns: number; found: Found[] }> {
  const { rows: columns } = await db.query<{ schema: string; table: string; column: string }>(`
    select n.nspname as schema, c.relname as table, a.attname as column from pg_attribute a
      join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and not c.relispartition and a.attnum > 0 and not a.attisdropped
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' and n.nspname not like 'pg_temp%' order by 1, 2, a.attnum`);
  const found: Found[] = [];
  for (const { schema, table, column } of columns) {
    if (except.includes(`${table}.${column}`)) continue;
    for (const marker of markers) {
      const { rows } = await db.query<{ n: string }>(
        `select count(*) as n from "${schema}"."${table}" where exists (select from unnest($1::text[]) f where position(lower(f) in lower("${column}"::text)) > 0)`,
        [forms(marker)],
      );
      if (Number(rows[0]?.n) > 0) found.push({ where: `${table}.${column}`, marker });
    }
  }
  return { columns: columns.length, found };
}

/** Keys, and values of whatever type. */
export async function searchRedis(redis: Redis, markers: readonly string[]): Promise<{ keys: number; found: Found[] }> {
  const found: Found[] = [];
  let keys = 0;
  let cursor = '0';
  do {
    const [next, page] = await redis.scan(cursor, 'COUNT', 500);
    cursor = next;
    for (const key of page) {
      keys += 1;
      const text = `${key}\n${await contentOf(redis, key)}`.toLowerCase();
      for (const marker of markers) if (forms(marker).some((f) => text.includes(f.toLowerCase()))) found.push({ where: key, marker });
    }
  } while (cursor !== '0');
  return { keys, found };
}

async function contentOf(redis: Redis, key: string): Promise<string> {
  const type = await redis.type(key);
  if (type === 'string') return (await redis.get(key)) ?? '';
  if (type === 'hash') return JSON.stringify(await redis.hgetall(key));
  if (type === 'list') return JSON.stringify(await redis.lrange(key, 0, -1));
  if (type === 'set') return JSON.stringify(await redis.smembers(key));
  if (type === 'zset') return JSON.stringify(await redis.zrange(key, '0', '-1'));
  if (type === 'stream') return JSON.stringify(await redis.xrange(key, '-', '+'));
  return '';
}

/** Bytes of every file below a directory; `except`: parts of paths that are left out. */
export function searchFiles(dir: string, markers: readonly string[], except: (path: string) => boolean = () => false): { files: number; found: Found[] } {
  const found: Found[] = [];
  let files = 0;
  const walk = (at: string) => {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      if (except(path)) continue;
      let isDirectory: boolean;
      let isFile: boolean;
      try {
        const s = statSync(path);
        isDirectory = s.isDirectory();
        isFile = s.isFile();
      } catch {
        continue; // a socket or a file that went away meanwhile
      }
      if (isDirectory) walk(path);
      else if (isFile) {
        files += 1;
        const bytes = readFileSync(path);
        for (const marker of markers) if (forms(marker).some((f) => bytes.includes(Buffer.from(f, 'utf8')))) found.push({ where: path, marker });
      }
    }
  };
  walk(dir);
  return { files, found };
}
