/**
 * Kysely through its CommonJS build. Its ES build is some 250 small files, and reading each of them through the TypeScript
 * loader costs every process a quarter of a second of its start; the API is the same.
 */
import { createRequire } from 'node:module';
import type * as Module from 'kysely';

const { CompiledQuery, Kysely: KyselyClass, PostgresDialect, sql } = createRequire(import.meta.url)('kysely') as typeof Module;

export { CompiledQuery, PostgresDialect, sql };
export const Kysely = KyselyClass;
export type Kysely<DB> = Module.Kysely<DB>;
export type { ColumnType, Generated, GeneratedAlways, RawBuilder, Transaction } from 'kysely';
