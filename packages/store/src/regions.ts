/**
 * Provinces, regencies and cities by Kemendagri code, from the npm package `idn-area-data`
 * (data under ODbL 1.0, https://github.com/fityannugroho/idn-area-data; attribution in NOTICE).
 */
import { getProvinces, getRegencies } from 'idn-area-data';
import type pg from 'pg';
import type { Db } from './db.ts';
import { sql } from './kysely.ts';

/** Code → name of the nation, provinces, regencies and cities. */
export async function knownRegions(db: Db): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; name: string }>`select code, name from region`.execute(db);
  return new Map(rows.map((r) => [r.code, r.name]));
}

/** Codes of the nation, provinces, regencies and cities, from the package: for commands that work without a database. */
export async function listRegionCodes(): Promise<ReadonlySet<string>> {
  const [provinces, regencies] = await Promise.all([getProvinces(), getRegencies()]);
  return new Set(['ID', ...provinces.map((p) => p.code), ...regencies.map((r) => r.code)]);
}

/** Inserts what is missing; costs one indexed look when nothing is. Dies midway: the statement is atomic. */
export async function seedRegions(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from region');
  if ((rows[0]?.n ?? 0) > 0) return;
  const provinces = await getProvinces();
  const regencies = await getRegencies();
  const all = [
    { code: 'ID', parent: null, name: 'Indonesia', level: 0 },
    ...provinces.map((p) => ({ code: p.code, parent: 'ID', name: titleCase(p.name), level: 1 })),
    ...regencies.map((r) => ({ code: r.code, parent: r.province_code, name: titleCase(r.name), level: 2 })),
  ];
  await client.query(
    `insert into region (code, parent, name, level)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::smallint[]) on conflict (code) do nothing`,
    [all.map((r) => r.code), all.map((r) => r.parent), all.map((r) => r.name), all.map((r) => r.level)],
  );
}

function titleCase(name: string): string {
  return name
    .toLowerCase()
    .replace(/(^|[\s.-])\p{L}/gu, (m) => m.toUpperCase())
    .replace(/\bDki\b/, 'DKI')
    .replace(/\bDi Yogya/, 'DI Yogya');
}
