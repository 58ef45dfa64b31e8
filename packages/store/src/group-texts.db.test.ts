import { NEAR, textSignature } from '@pantau/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { type Handle, openDb } from './db.ts';
import { groupTexts } from './group-texts.ts';

let world: TestWorld;
let db: Handle;

beforeAll(async () => {
  world = await createWorld();
  // As the scorer: its grants and policies are part of what is tried.
  db = openDb({ url: world.databaseUrl, role: 'pantau_scorer', name: 'test' });
});
afterAll(async () => {
  await db?.destroy();
  await world?.drop();
});

const TEXT = 'Warga kota tercinta, tanggal 27 November jangan lupa datang ke TPS dan coblos nomor 2, demi pasar rakyat yang lebih tertata';
const OTHER = 'Hadir di deklarasi pasangan calon bersama bapak ibu relawan kecamatan, luar biasa semangat warganya hari ini';

const grouped = (...texts: { text: string; contestant?: string; direction?: string }[]) =>
  db.transaction().execute((tx) =>
    groupTexts(
      tx,
      texts.map((t, key) => ({ key, text: t.text, contestant: t.contestant ?? 'a', direction: t.direction ?? 'SUPPORT' })),
    ),
  );
const one = async (text: string, contestant?: string): Promise<number | undefined> => (await grouped({ text, ...(contestant ? { contestant } : {}) })).get(0);

describe('the group of a text', () => {
  test('is the same for copies of one batch and of later ones, with small edits', async () => {
    const batch = await grouped({ text: TEXT }, { text: `${TEXT}!! https://contoh.invalid/a` }, { text: TEXT.replace('tercinta', 'kita') }, { text: OTHER });
    expect(new Set([batch.get(0), batch.get(1), batch.get(2)]).size).toBe(1);
    expect(batch.get(3)).not.toBe(batch.get(0));
    expect(await one(TEXT.toUpperCase())).toBe(batch.get(0));
    expect(await one(`${TEXT} Salam hangat`)).toBe(batch.get(0));
    expect(await one(OTHER)).toBe(batch.get(3));
  });

  test('differs by contestant and direction, and a short text has none', async () => {
    const groups = await grouped(
      { text: TEXT, contestant: 'b' },
      { text: TEXT, contestant: 'c' },
      { text: TEXT, contestant: 'b', direction: 'ATTACK' },
      { text: 'Semoga menang pak' },
    );
    expect(new Set([groups.get(0), groups.get(1), groups.get(2)]).size).toBe(3);
    expect(groups.has(3)).toBe(false);
  });

  test('is founded once by two transactions that meet the same new text', async () => {
    const text = `${TEXT} bersama warga kampung baru`;
    const groups = await Promise.all(Array.from({ length: 6 }, () => one(text, 'd')));
    expect(new Set(groups).size).toBe(1);
    expect(groups[0]).toBeGreaterThan(0);
  });

  test('is compared with its first text only, so that it does not drift', async () => {
    const words = TEXT.split(' ');
    const first = await one(TEXT, 'e');
    // Each step changes two words of the one before; the last shares little with the first.
    const steps = Array.from({ length: 8 }, (_, i) => words.map((w, k) => (k < (i + 1) * 2 ? `lain${k}` : w)).join(' '));
    const groups = [];
    for (const s of steps) groups.push(await one(s, 'e'));
    expect(groups[0]).toBe(first);
    expect(groups.at(-1)).not.toBe(first);
  });

  test('ends after ninety days: the same campaign then is compared no more, except by its very words', async () => {
    const owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
    const first = await one(TEXT, 'f');
    await sql`update case_group set created_at = now() - interval '91 days' where id = ${first}`.execute(owner);
    await owner.destroy();
    expect(await one(`${TEXT} salam`, 'f')).not.toBe(first);
    expect(await one(TEXT, 'f')).toBeGreaterThan(0);
  });

  test('keeps hashes and no words', async () => {
    const owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
    const { rows } = await sql<{ row: string }>`select row_to_json(g)::text as row from case_group g`.execute(owner);
    await owner.destroy();
    expect(rows.length).toBeGreaterThan(3);
    for (const r of rows) expect(r.row).not.toMatch(/warga|coblos|tertata/i);
    expect(textSignature(TEXT)?.minima).toHaveLength(NEAR.minima);
  });
});
