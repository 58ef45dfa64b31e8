/** The screens around a case, for the walk through every screen: groups, what hangs on a case, leases, and the page of the person concerned. */
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { type BuiltUser, buildCase, buildUser } from './builders.ts';
import type { ConsoleWorld, PageChoice } from './console.ts';

export interface CaseLooks {
  group: number;
  clarified: number;
  officer: BuiltUser;
  commissioner: BuiltUser;
  analyst: BuiltUser;
}

const TEXT = 'Warga kota tercinta, tanggal 27 November coblos nomor 2 demi pasar rakyat yang tertata';

export async function buildCaseLooks(w: ConsoleWorld): Promise<CaseLooks> {
  const { rows } = await sql<{ id: number }>`insert into case_group (scope, sha256, minima, bands) values ('uji', '\\x07', '{}', '{}') returning id`.execute(
    w.db,
  );
  const group = rows[0]?.id ?? 0;
  const similar: number[] = [];
  for (let i = 0; i < 5; i++) similar.push(await buildCase(w.db, { region: '16.74', priority: 20 - i, text: i === 2 ? `${TEXT} dan ajak keluarga` : TEXT }));
  await sql`update cases set group_id = ${group} where id = any(${similar}::bigint[])`.execute(w.db);
  const clarified = await buildCase(w.db, { region: '16.73', state: 'CLARIFICATION', phase: 'CAMP' });
  const same = [clarified, await buildCase(w.db, { region: '16.73', state: 'EXPIRED', text: 'Selamat ulang tahun Pak Wali' })];
  await sql`update cases set person_id = (select person_id from cases where id = ${clarified}) where id = any(${same}::bigint[])`.execute(w.db);
  const held = await buildCase(w.db, { region: '16.74', state: 'IN_REVIEW', priority: 3 });
  const analyst = await buildUser(w.db, ['analyst', '16']);
  await sql`update cases set claimed_by = ${analyst.id}, lease_until = now() + interval '1 day' where id = ${held}`.execute(w.db);
  return {
    group,
    clarified,
    officer: await buildUser(w.db, ['handling_officer', '16.73']),
    commissioner: await buildUser(w.db, ['commissioner', '16']),
    analyst,
  };
}

type See = (page: Page, screen: string) => Promise<void>;

export async function walkCaseLooks(w: ConsoleWorld, looks: CaseLooks, look: PageChoice, see: See): Promise<void> {
  const analyst = await w.signIn(await w.open(look), looks.analyst);
  await w.goto(analyst, '/kelompok');
  await analyst.locator('.group-link').first().waitFor();
  await see(analyst, 'groups');
  await w.goto(analyst, `/kelompok/${looks.group}`);
  await analyst.locator('.member').first().waitFor();
  await see(analyst, 'group');
  await analyst.context().close();

  const commissioner = await w.signIn(await w.open(look), looks.commissioner);
  await w.goto(commissioner, '/pegangan');
  await commissioner.locator('.card table').waitFor();
  await see(commissioner, 'leases');
  await w.goto(commissioner, '/tindak-lanjut');
  await commissioner.locator('.card').waitFor();
  await see(commissioner, 'follow-up');
  await commissioner.context().close();

  const officer = await w.signIn(await w.open(look), looks.officer);
  await w.goto(officer, `/kasus/${looks.clarified}`);
  await officer.locator('#others').waitFor();
  await officer.locator('#handover').scrollIntoViewIfNeeded();
  await see(officer, 'case-handover');
  await officer.getByRole('button', { name: /^(Buat tautan|Make a statement)/ }).click();
  const dialog = officer.getByRole('dialog');
  await dialog.getByRole('button', { name: /^(Buat tautan|Make a statement)/ }).click();
  await dialog.locator('code').first().waitFor();
  await see(officer, 'statement-link');
  const [address = '', code = ''] = await dialog.locator('code').allTextContents();
  await officer.context().close();
  await statement(w, looks, look, { address, code, see });
}

async function statement(w: ConsoleWorld, looks: CaseLooks, look: PageChoice, o: { address: string; code: string; see: See }): Promise<void> {
  const { rows } = await sql<{
    tail: string;
  }>`select p.key_tail as tail from person p join cases c on c.person_id = p.id where c.id = ${looks.clarified}`.execute(w.db);
  const person = await w.open(look);
  await person.goto(w.api.url + new URL(o.address).pathname + new URL(o.address).hash);
  await person.getByLabel('Kode (8 angka)').fill(o.code);
  await person.getByLabel('Tiga angka terakhir NIP').fill(rows[0]?.tail ?? '');
  await o.see(person, 'statement-enter');
  await person.getByRole('button', { name: 'Buka' }).click();
  await person.locator('blockquote').first().waitFor();
  await o.see(person, 'statement');
  await person.context().close();
}
