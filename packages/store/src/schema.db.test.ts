/** The tables as written by hand and the database's own catalogue say the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { type Handle, openDb } from './db.ts';

let world: TestWorld;
let db: Handle;
beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
});
afterAll(async () => {
  await db?.destroy();
  await world?.drop();
});

const DIR = 'packages/store/src';

/** `table.column` of every interface in the schema files whose members are tables. */
function written(): Set<string> {
  const out = new Set<string>();
  for (const file of readdirSync(DIR).filter((f) => /^schema(-\w+)?\.ts$/.test(f))) {
    const source = ts.createSourceFile(file, readFileSync(`${DIR}/${file}`, 'utf8'), ts.ScriptTarget.Latest);
    source.forEachChild((node) => {
      if (!ts.isInterfaceDeclaration(node) || !/^Database$|Tables$|Database$/.test(node.name.text)) return;
      for (const table of node.members)
        if (ts.isPropertySignature(table) && table.type && ts.isTypeLiteralNode(table.type))
          for (const column of table.type.members) if (column.name) out.add(`${table.name.getText(source)}.${column.name.getText(source)}`);
    });
  }
  return out;
}

test('what is written down exists, and a table that is written down is so with every column', async () => {
  const { rows } = await sql<{ name: string }>`
    select k.relname || '.' || a.attname as name from pg_attribute a join pg_class k on k.oid = a.attrelid
     where k.relnamespace = 'public'::regnamespace and k.relkind in ('r', 'p', 'v') and not k.relispartition and a.attnum > 0 and not a.attisdropped`.execute(
    db,
  );
  const there = new Set(rows.map((r) => r.name));
  const known = written();
  const tables = new Set([...known].map((c) => c.split('.')[0]));
  expect(known.size).toBeGreaterThan(200);
  const missing = [...there].filter((c) => tables.has(c.split('.')[0]) && !known.has(c));
  expect({ missing, unknown: [...known].filter((c) => !there.has(c)) }).toEqual({ missing: [], unknown: [] });
});
