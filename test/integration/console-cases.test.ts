/** From a confirmed case to its end through the forms of every role, and what hangs on a case: groups, files, packets, links, holds. */
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltUser, buildCase, buildContest, buildSubscription, buildUser } from '../support/builders.ts';
import { ConsoleWorld } from '../support/console.ts';
import { waitFor } from '../support/wait.ts';

const browser: Browser | null = await launchBrowser();
afterAll(async () => {
  await browser?.close();
});

describe.skipIf(browser === null)('cases to their end [needs Chromium libraries]', { timeout: 150_000 }, () => {
  let w: ConsoleWorld;
  const users: Record<string, BuiltUser> = {};
  /** One page per role for the whole file: signing in is proved elsewhere. */
  const pages: Record<string, Page> = {};
  const page = (role: string): Page => {
    const found = pages[role];
    if (!found) throw new Error(`no page for ${role}`);
    return found;
  };

  beforeAll(async () => {
    w = await ConsoleWorld.create(browser);
    await buildContest(w.db, 'walikota-uji', '16.73');
    await buildSubscription(w.db, '16.73');
    for (const [role, region] of [
      ['analyst', '16'],
      ['commissioner', '16'],
      ['handling_officer', '16.73'],
      ['personnel_office', '16.73'],
    ] as const) {
      const user = await buildUser(w.db, [role, region]);
      users[role] = user;
      pages[role] = await w.signIn(await w.open(), user);
    }
  });
  afterAll(async () => {
    await w?.close();
  });

  const stateOf = async (id: number) => (await sql<{ state: string }>`select state from cases where id = ${id}`.execute(w.db)).rows[0]?.state;

  /** Opens the case, takes the step by its form, and waits until it is said to be recorded. */
  async function step(role: string, id: number, name: string, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = async () => undefined) {
    const p = page(role);
    await w.goto(p, `/kasus/${id}`);
    await p.getByRole('button', { name: `${name}…` }).click();
    const dialog = p.getByRole('dialog', { name });
    await fill(dialog);
    await dialog.getByRole('button', { name, exact: true }).click();
    await p.getByText(`Tercatat: ${name}.`).waitFor();
  }

  test('similar posts are dismissed together by keyboard: one is taken out, the others are decided once', async () => {
    const texts = ['Besok kumpul, coblos nomor 2 ya', 'Besok kumpul, coblos nomor 2 ya', 'Besok kumpul, coblos nomor 3 saja', 'besok kumpul coblos nomor 2 ya'];
    const { rows } = await sql<{
      id: number;
    }>`insert into case_group (scope, sha256, minima, bands) values ('uji', '\\x00', '{}', '{}') returning id`.execute(w.db);
    const ids: number[] = [];
    for (const [i, text] of texts.entries()) ids.push(await buildCase(w.db, { region: '16.74', priority: 80 - i, text, label: 'MOBILISE' }));
    await sql`update cases set group_id = ${rows[0]?.id ?? 0} where id = any(${ids}::bigint[])`.execute(w.db);

    const p = page('analyst');
    await w.goto(p, '/antrean?label=MOBILISE');
    await p.getByText('+3 pos serupa').first().waitFor();
    await p.keyboard.press('g');
    await p.getByRole('heading', { name: 'Pos serupa' }).waitFor();
    await p.getByRole('link', { name: /4 pos oleh 4 orang/ }).waitFor();
    await p.keyboard.press('j');
    await p.keyboard.press('Enter');
    await p.getByRole('heading', { name: '4 pos serupa, berdampingan' }).waitFor();
    expect(await p.locator('.member u').allTextContents()).toEqual(['3', 'saja']);
    for (let i = 0; i < 3; i++) await p.keyboard.press('j');
    await p.keyboard.press('x');
    await p.getByRole('heading', { name: 'Keputusan untuk 3 pos' }).waitFor();
    await p.keyboard.press('2');
    await p.getByText('Pilih alasan HN, atau tulis alasannya.').waitFor();
    await p.keyboard.press('Escape');
    await p.keyboard.press('r');
    await p.keyboard.type('Ajakan kerja bakti; nomor 2 adalah nomor blok.');
    await p.keyboard.press('Escape');
    await p.keyboard.press('2');
    await p.getByText('3 pos diputus: bukan pelanggaran.').waitFor();
    expect(await Promise.all(ids.map(stateOf))).toEqual(['DISMISSED', 'DISMISSED', 'FLAGGED', 'DISMISSED']);
  });

  test('a group that changed since it was shown is not decided, and is shown anew', async () => {
    const { rows } = await sql<{
      id: number;
    }>`insert into case_group (scope, sha256, minima, bands) values ('uji', '\\x01', '{}', '{}') returning id`.execute(w.db);
    const ids = [await buildCase(w.db, { region: '16.74' }), await buildCase(w.db, { region: '16.74' })];
    await sql`update cases set group_id = ${rows[0]?.id ?? 0} where id = any(${ids}::bigint[])`.execute(w.db);
    const p = page('analyst');
    await w.goto(p, `/kelompok/${rows[0]?.id}`);
    await p.getByLabel('Alasan bukan pelanggaran').selectOption('HN-04');
    await sql`update cases set revision = revision + 1 where id = ${ids[0]}`.execute(w.db);
    await p.keyboard.press('Escape');
    await p.getByRole('button', { name: /Nyatakan 2 bukan pelanggaran/ }).click();
    await p.getByText('Kelompok berubah sejak ditampilkan').first().waitFor();
    expect(await Promise.all(ids.map(stateOf))).toEqual(['FLAGGED', 'FLAGGED']);
    expect(await p.getByLabel('Alasan bukan pelanggaran').inputValue()).toBe('HN-04');
    await p.getByRole('button', { name: /Nyatakan 2 bukan pelanggaran/ }).click();
    await p.getByText('2 pos diputus: bukan pelanggaran.').waitFor();
    // Back to a group that is done, or to an address that never was one: said in words, with a way on.
    for (const path of [`/kelompok/${rows[0]?.id}`, '/kelompok/abc']) {
      await w.goto(p, path);
      await p.getByText('Kelompok ini sudah selesai dinilai').waitFor();
    }
    await w.goto(p, '/kasus/abc');
    await p.getByText('Tulis nomor kasus').waitFor();
    expect(await Promise.all(ids.map(stateOf))).toEqual(['DISMISSED', 'DISMISSED']);
  });

  test('other flagged posts of the person stand beside the case; a blind reader gets no way to a name', async () => {
    const ids = [
      await buildCase(w.db, { region: '16.74', phase: 'CAMP' }),
      await buildCase(w.db, { region: '16.74', state: 'FORWARDED', text: 'Sudah diteruskan dari Orang Fiktif' }),
      await buildCase(w.db, { region: '16.74', state: 'DISMISSED', text: 'Sudah ditutup' }),
    ];
    await samePerson(w, ids);
    const p = page('analyst');
    await w.goto(p, `/kasus/${ids[0]}`);
    const section = p.getByRole('region', { name: 'Pos lain dari orang ini yang ditandai' });
    await section.getByText('Sudah ditutup').waitFor();
    await section.getByText('Nama tetap disembunyikan').waitFor();
    expect(await section.locator('.tag').allTextContents()).toEqual(['bukan pelanggaran', 'pernah dikonfirmasi']);
    // Of the two only the one that names nobody is a link.
    expect(await section.getByRole('link').allTextContents()).toEqual([`K-${String(ids[2]).padStart(6, '0')}`]);
    const bodies = await p.evaluate<string>(`fetch('/v1/cases/${ids[0]}/other-posts').then((r) => r.text())`);
    expect(JSON.parse(bodies).data).toHaveLength(2);
    // Page by page: the second begins where the first ended, and the list ends.
    const paged = await p.evaluate<{ data: { excerpt: string }[]; next_cursor: string | null }[]>(`(async () => {
      const url = '/v1/cases/${ids[0]}/other-posts?limit=1';
      const first = await (await fetch(url)).json();
      return [first, await (await fetch(url + '&cursor=' + first.next_cursor)).json()];
    })()`);
    expect(paged.map((x) => [x.data.length, x.next_cursor !== null])).toEqual([
      [1, true],
      [1, false],
    ]);
    expect(paged[0]?.data[0]?.excerpt).not.toBe(paged[1]?.data[0]?.excerpt);
    expect(bodies).not.toContain('FORWARDED');
    expect(bodies).not.toMatch(/Orang Fiktif/);
  });

  test('two confirmed cases of one person and contest become one file, and are split again', async () => {
    const ids = [
      await buildCase(w.db, { region: '16.73', state: 'CONFIRMED', contest: 'walikota-uji', phase: 'CAMP' }),
      await buildCase(w.db, { region: '16.73', state: 'CONFIRMED', contest: 'walikota-uji', phase: 'CAMP' }),
    ];
    const [one = 0, other = 0] = ids;
    await samePerson(w, ids);
    const p = page('handling_officer');
    await w.goto(p, `/kasus/${one}`);
    await p.getByLabel(`Gabungkan K-${String(other).padStart(6, '0')}`).check();
    await p.getByRole('button', { name: 'Gabungkan dengan 1 kasus dalam satu berkas' }).click();
    await p.getByText('Kasus digabung dalam satu berkas.').waitFor();
    await p.getByText('Satu berkas dengan').waitFor();
    const file = async () => (await sql<{ file: number | null }>`select file_id as file from cases where id = any(${ids}::bigint[])`.execute(w.db)).rows;
    expect(new Set((await file()).map((r) => r.file !== null))).toEqual(new Set([true]));
    await step('handling_officer', one, 'Pisahkan dari berkas', (d) => d.getByLabel('Alasan').fill('Bukti kasus ini menyusul.'));
    expect((await file()).map((r) => r.file)).toEqual([null, null]);
  });

  test('a supervisor frees a case that somebody forgot, with a reason; the holder is told and loses no word', async () => {
    const id = await buildCase(w.db, { region: '16.73', phase: 'PRE' });
    const holder = page('analyst');
    await w.goto(holder, `/kasus/${id}`);
    await holder.getByRole('button', { name: /Ambil kasus/ }).click();
    await holder.getByLabel('Catatan atau alasan').fill('Hampir selesai');
    await step('commissioner', id, 'Lepas pegangan', (d) => d.getByLabel('Alasan').fill('Analis sakit, kasus mendesak.'));
    await holder.getByRole('button', { name: /Ambil kasus/ }).waitFor();
    await holder.getByRole('button', { name: /Ambil kasus/ }).click();
    await holder.getByRole('button', { name: /Masuk akal/ }).waitFor();
    expect(await holder.getByLabel('Catatan atau alasan').inputValue()).toBe('Hampir selesai');
    // The administrator's list has the same verb, and names no more than number, region and holder.
    const admin = await w.signIn(await w.open(), await buildUser(w.db, ['system_admin', '16']));
    await admin.getByRole('link', { name: 'Pegangan' }).click();
    const row = admin.getByRole('row', { name: new RegExp(`K-${String(id).padStart(6, '0')}`) });
    await row.getByRole('button', { name: 'Lepas pegangan…' }).click();
    await admin.getByRole('dialog').getByLabel('Alasan').fill('Diminta komisioner.');
    await admin.getByRole('dialog').getByRole('button', { name: 'Lepas pegangan', exact: true }).click();
    await admin.getByText('Tidak ada kasus yang sedang dipegang.').waitFor();
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from audit_log where object_id = ${String(id)} and action = 'case_lease_broken'`.execute(w.db);
    expect(rows[0]?.n).toBe(2);
    await admin.context().close();
    await holder.getByLabel('Catatan atau alasan').waitFor({ state: 'detached' });
    await w.goto(holder, '/antrean');
    const leave = holder.getByRole('button', { name: 'Tinggalkan', exact: true });
    await leave.click();
  });

  test('a packet asked for by one is released by another and then fetched; a hold needs two people too', async () => {
    const id = await buildCase(w.db, { region: '16.73', state: 'CONFIRMED', phase: 'PRE', sealed: true });
    await step('handling_officer', id, 'Minta paket', async (d) => {
      await d.getByLabel('Penerima').fill('Sentra Gakkumdu Kota Uji');
      await d.getByLabel('Alasan').fill('Koordinasi penanganan.');
    });
    await page('handling_officer').getByText('menunggu dilepas orang lain').waitFor();
    expect(await page('handling_officer').getByRole('link', { name: 'Unduh paket' }).count()).toBe(0);
    await step('handling_officer', id, 'Tahan penghapusan', async (d) => {
      await d.getByLabel('Dasar hukum').fill('Perintah pengadilan 1/2026');
      await d.getByLabel('Alasan').fill('Sengketa masih berjalan.');
    });
    await step('commissioner', id, 'Lepas paket', (d) => d.getByLabel('Alasan').fill('Sesuai permintaan.'));
    await step('commissioner', id, 'Sahkan penahanan');
    const p = page('commissioner');
    await p.getByText('berlaku', { exact: true }).waitFor();
    const [download] = await Promise.all([p.waitForEvent('download'), p.getByRole('link', { name: 'Unduh paket' }).click()]);
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_log where object_id = ${String(id)} and action = 'packet_fetched'`.execute(
      w.db,
    );
    expect(rows[0]?.n).toBe(1);
  });

  test('finding, registration, summons, statement of the person, hearing, forwarding, receipt, examination, decision, appeal, close', async () => {
    const id = await buildCase(w.db, { region: '16.73', state: 'CONFIRMED', phase: 'CAMP', text: 'Dukung paslon, coblos nomor 2!' });
    await step('commissioner', id, 'Tetapkan temuan', async (d) => {
      await d.getByLabel('Nomor berita acara pleno').fill('14/BA/2026');
      await d.getByLabel('Tanggal pleno').fill(today());
      await d.getByLabel('Formulir A: uraian hasil pengawasan').fill('Pos berisi ajakan memilih.');
      await d.getByLabel('Formulir B.2: uraian temuan').fill('Dugaan ajakan memilih.');
    });
    await step('handling_officer', id, 'Registrasi temuan');
    await step('handling_officer', id, 'Panggil untuk klarifikasi', summons('UND/7/2026'));

    const officer = page('handling_officer');
    await officer.getByRole('button', { name: 'Buat tautan keterangan…' }).click();
    const made = officer.getByRole('dialog', { name: 'Buat tautan keterangan' });
    await made.getByRole('button', { name: 'Buat tautan keterangan', exact: true }).click();
    await made.getByText('Kode (pada lembar terpisah)').waitFor();
    const [address = '', code = ''] = await made.locator('code').allTextContents();
    await made.getByRole('button', { name: 'Tutup' }).click();
    expect(await officer.content()).not.toContain(code);
    await officer.getByText('belum dibuka').waitFor();

    await answerAs(w, id, address, code);
    await officer.reload();
    await officer.getByText('dijawab', { exact: true }).waitFor();
    await officer.getByText('Saya hanya mengutip berita.').waitFor();
    await officer.getByText('oleh yang bersangkutan').first().waitFor();
    await officer.getByRole('link', { name: 'bukti.pdf' }).waitFor();

    await officer.getByText('Tambah lampiran').click();
    await officer
      .getByLabel('Berkas', { exact: true })
      .setInputFiles({ name: 'berita-acara.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nuji') });
    await officer.getByLabel('Jenis lampiran').selectOption('minutes');
    await officer.getByRole('button', { name: 'Unggah' }).click();
    await officer.getByRole('link', { name: 'berita-acara.pdf' }).waitFor();
    await step('handling_officer', id, 'Catat klarifikasi', held);
    await step('handling_officer', id, 'Perpanjang kajian', (d) => d.getByLabel('Alasan').fill('Menunggu ahli bahasa.'));
    await step('commissioner', id, 'Teruskan ke BKPSDM');

    await step('personnel_office', id, 'Catat penerimaan', (d) => d.getByLabel('Nomor agenda penerimaan').fill('800/9/BKPSDM'));
    await step('personnel_office', id, 'Panggil untuk pemeriksaan', summons('P/3/2026'));
    await step('personnel_office', id, 'Catat pemeriksaan', held);
    await step('personnel_office', id, 'Catat keputusan PPK', async (d) => {
      await d.getByLabel('Jenis hukuman').selectOption({ label: 'sedang' });
      await d.getByLabel('Bunyi keputusan').fill('Penundaan kenaikan gaji berkala satu tahun.');
      await d.getByLabel('Nomor keputusan').fill('SK/5/2026');
      await d.getByLabel('Tanggal keputusan').fill(today());
    });
    await step('personnel_office', id, 'Catat keberatan atau banding', async (d) => {
      await d.getByLabel('Jenis', { exact: true }).selectOption('keberatan');
      await d.getByLabel('Tanggal diajukan').fill(today());
      await d.getByLabel('Alasan yang diajukan').fill('Sanksi tidak sepadan.');
    });
    expect(await stateOf(id)).toBe('APPEALED');
    // Who touched the case may not judge the appeal: the form stands among those that wait, with the reason.
    const office = page('personnel_office');
    await office.getByText(/Belum dapat dilakukan/).click();
    await office.getByText('Catat putusan banding').waitFor();
    const other = await w.signIn(await w.open(), await buildUser(w.db, ['personnel_office', '16.73']));
    pages.second_office = other;
    await step('second_office', id, 'Catat putusan banding', async (d) => {
      await d.getByLabel('Putusan', { exact: true }).selectOption('upheld');
      await d.getByLabel('Jenis hukuman').selectOption('SEDANG');
      await d.getByLabel('Bunyi keputusan').fill('Dikuatkan.');
      await d.getByLabel('Nomor keputusan').fill('SK/8/2026');
      await d.getByLabel('Tanggal keputusan').fill(today());
    });
    await step('handling_officer', id, 'Tutup dengan laporan', (d) => d.getByLabel('Laporan tindak lanjut').fill('Sanksi dijalankan.'));
    expect(await stateOf(id)).toBe('CLOSED');
    await officer.getByText('Keputusan: sedang.').waitFor();
  });

  test('the office answers that the person moved; the commissioner names the right one', async () => {
    const id = await buildCase(w.db, { region: '16.73', state: 'FORWARDED', phase: 'PRE' });
    await buildSubscription(w.db, '16.74');
    await step('personnel_office', id, 'Jawab: bukan pegawai kami', async (d) => {
      await d.getByLabel('Jawaban').selectOption('moved_to');
      await d.getByLabel('Instansi tujuan').fill('Pemerintah Kota Lain');
      await d.getByLabel('Alasan').fill('Mutasi sejak Januari.');
    });
    await page('personnel_office').getByText('Instansi menjawab: sudah pindah.').waitFor();
    await step('commissioner', id, 'Tentukan instansi yang benar', (d) => d.getByLabel('Alasan').fill('Dikukuhkan: data kepegawaian benar.'));
    expect(await stateOf(id)).toBe('FORWARDED');
  });

  test('a second reader judges without knowing the first opinion; agreed, the case is confirmed', async () => {
    const id = await buildCase(w.db, { region: '16.71', phase: 'PRE', label: 'TEAM_ROLE', priority: 99 });
    const first = page('analyst');
    await w.goto(first, `/kasus/${id}`);
    await first.getByRole('button', { name: /Ambil kasus/ }).waitFor();
    await first.keyboard.press('a');
    await first.getByText(/^sewa \d/).waitFor();
    const severe = await chooseSevere(first);
    await first.keyboard.press('r');
    await first.keyboard.type('Alasan pembaca pertama.');
    await first.keyboard.press('Escape');
    await first.keyboard.press('1');
    await first.getByText('Pendapat disegel. Kasus menunggu pembaca kedua.').waitFor();
    const second = await w.signIn(await w.open(), await buildUser(w.db, ['second_reviewer', '16.71']));
    await w.goto(second, '/antrean?label=TEAM_ROLE');
    await second.locator('.row').first().waitFor();
    await second.keyboard.press('n');
    await second.getByText(/^sewa \d/).waitFor();
    expect(await second.content()).not.toContain('Alasan pembaca pertama');
    expect(await second.getByRole('heading', { name: 'Pendapat' }).count()).toBe(0);
    expect(await chooseSevere(second)).toBe(severe);
    await second.keyboard.press('1');
    await second.getByText('Tersimpan: dugaan dikonfirmasi.').waitFor();
    await second.getByText('Alasan pembaca pertama').waitFor();
    expect(await stateOf(id)).toBe('CONFIRMED');
    const { rows } = await sql<{ n: number }>`select count(distinct user_id)::int as n from case_opinion where case_id = ${id}`.execute(w.db);
    expect(rows[0]?.n).toBe(2);
    await second.context().close();
  });

  test('the whole case can be walked by Tab: everything that acts is reached once, has a name, and shows where the focus is', async () => {
    const id = await buildCase(w.db, { region: '16.73', phase: 'CAMP', contest: 'walikota-uji', label: 'PROPS' });
    const p = page('analyst');
    await w.goto(p, `/kasus/${id}?label=PROPS`);
    await p.getByRole('button', { name: /Ambil kasus/ }).click();
    await p.getByText(/^sewa \d/).waitFor();
    expect(await p.getByRole('complementary', { name: 'Keputusan' }).ariaSnapshot()).toMatch(
      /group "Tindakan yang berlaku pada tahap ini"[\s\S]*checkbox "SKB-DS-02 [^"]+" \[checked\][\s\S]*combobox "Alasan bukan pelanggaran"[\s\S]*textbox "Catatan atau alasan"[\s\S]*button "Masuk akal"[\s\S]*button "Bukan pelanggaran"[\s\S]*button "Perlu pembaca kedua"[\s\S]*button "Lepas"/,
    );
    expect(await p.getByRole('list', { name: 'Kasus' }).ariaSnapshot()).toMatch(/link "Prioritas \d+ Alat peraga Kota Lubuk Linggau/);
    expect(await p.getByRole('group', { name: 'Teks pos' }).ariaSnapshot()).toMatch(/button "coblos nomor 2"/);

    const walked: Focused[] = [];
    // From the first thing of the page on: a click left the browser's own starting point in the middle of it.
    await p.keyboard.press('Escape');
    await p.getByRole('button', { name: 'Langsung ke isi' }).focus();
    for (let i = 0; i < 120; i++) {
      if (i > 0) await p.keyboard.press('Tab');
      const at = await p.evaluate<Focused | null>(FOCUSED);
      if (at === null) break;
      walked.push(at);
    }
    const expected = await p.evaluate<number>(ACTING);
    expect(walked.length).toBeGreaterThanOrEqual(expected);
    expect(new Set(walked.map((f) => f.path)).size).toBe(walked.length);
    expect(walked.filter((f) => f.name === '' || !f.shown)).toEqual([]);
    // In the order of reading: skip link, menu, search, queue, post, decision.
    const order = ['Langsung ke isi', 'Antrean', 'Cari kasus', 'coblos nomor 2', 'Masuk akal'].map((name) => walked.findIndex((f) => f.name.startsWith(name)));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    await p.keyboard.press('e');
    await p.getByText('Kasus dilepas.').waitFor();
  });

  test('nothing complained in all of this', async () => {
    for (const p of Object.values(pages)) await p.context().close();
    expect(w.complaints).toEqual([]);
  });
});

interface Focused {
  path: string;
  name: string;
  shown: boolean;
}

/** Of what has the focus: where it stands, how it is called, and whether it looks focused. Null: the walk is over. */
const FOCUSED = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const path = []; for (let x = e; x && x !== document.body; x = x.parentElement) path.push([...(x.parentElement?.children ?? [])].indexOf(x));
  const style = getComputedStyle(e);
  const labelled = (e.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
  const own = e.tagName === 'SELECT' ? '' : (e.textContent ?? '');
  const name = (e.getAttribute('aria-label') || labelled || e.labels?.[0]?.textContent || own || e.title || '').trim();
  return { path: path.join('.'), name, shown: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 };
})()`;

/** How many things on the page can be acted on. */
const ACTING = `[...document.querySelectorAll('a[href], button:not(:disabled), select, textarea, input, summary')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0 && !(e.closest('details:not([open])') && e.tagName !== 'SUMMARY')).length`;

/** An act for which two people must read, by keyboard; the suggested ones are left as they are. */
async function chooseSevere(p: Page): Promise<string> {
  await p.getByText(/^Tindakan lain/).click();
  const box = p.locator('.acts label', { hasText: 'dua pembaca' }).first();
  await box.locator('input').focus();
  await p.keyboard.press('Space');
  return (await box.textContent()) ?? '';
}

const today = (): string => new Date().toISOString().slice(0, 10);
type Dialog = ReturnType<Page['getByRole']>;

const summons = (number: string) => async (d: Dialog) => {
  await d.getByLabel('Nomor surat panggilan').fill(number);
  await d.getByLabel('Waktu').fill(`${today()}T09:00`);
  await d.getByLabel('Tempat').fill('Kantor Uji, ruang 2');
};

async function held(d: Dialog): Promise<void> {
  await d.getByLabel('Hasil').selectOption('held');
  await d.getByLabel('Dilaksanakan pada').fill(`${today()}T09:30`);
  await d.getByLabel('Berita acara').fill('Yang bersangkutan hadir dan menjelaskan.');
}

async function samePerson(w: ConsoleWorld, ids: number[]): Promise<void> {
  await sql`update cases set person_id = (select person_id from cases where id = ${ids[0]}) where id = any(${ids}::bigint[])`.execute(w.db);
}

/** The person concerned, with the two sheets of paper and no account. */
async function answerAs(w: ConsoleWorld, id: number, address: string, code: string): Promise<void> {
  const { rows } = await sql<{ tail: string }>`select p.key_tail as tail from person p join cases c on c.person_id = p.id where c.id = ${id}`.execute(w.db);
  const page = await w.open();
  await page.goto(w.api.url + new URL(address).pathname + new URL(address).hash);
  await page.getByLabel('Kode (8 angka)').fill(code);
  await page.getByLabel('Tiga angka terakhir NIP').fill(rows[0]?.tail ?? '');
  await page.getByRole('button', { name: 'Buka' }).click();
  await page.getByText('Dukung paslon, coblos nomor 2!').waitFor();
  await page
    .getByText(/SKB-DS-02/)
    .first()
    .waitFor();
  await page.getByLabel('Tuliskan keterangan Anda').fill('Saya hanya mengutip berita.');
  await page.locator('#files').setInputFiles({ name: 'bukti.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nuji') });
  await page.getByRole('button', { name: 'Kirim keterangan' }).click();
  await page.getByText('Keterangan Anda telah diterima dan dicatat.').waitFor();
  await waitFor('the statement to be recorded', async () => {
    const found = await sql`select 1 from case_record where case_id = ${id} and kind = 'statement'`.execute(w.db);
    return found.rows.length > 0;
  });
  await page.context().close();
}
