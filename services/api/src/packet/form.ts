/** The PDF of a packet: Form A and Form B.2 filled in as far as the record goes, the evidence, the reasons. Always "dugaan". */
import { actByCode, caseNumber, lawOf, maskNip, maskText, statementOf } from '@pantau/domain';
import type { PacketSource } from '@pantau/store';
import { runsOf } from './contents.ts';
import { Page } from './page.ts';
import { localDate, localTime, shortTime, word } from './words.ts';

export interface FormInput {
  source: PacketSource;
  packetId: number;
  recipient: string;
  createdAt: Date;
  keyId: string;
  known: ReadonlySet<string>;
}

const AUDIT_ROWS_SHOWN = 40;
const HASH_SHOWN = 16;

export async function formPdf(o: FormInput): Promise<Buffer> {
  const { source: s } = o;
  const number = caseNumber(s.case.id);
  const page = new Page({
    title: `Berkas dugaan pelanggaran netralitas ASN ${number}`,
    subject: 'Dugaan pelanggaran netralitas ASN',
    createdAt: o.createdAt,
    footer: `${number} · berkas ${o.packetId} · ${shortTime(o.createdAt, s.case.region)} · dugaan, bukan putusan`,
  });
  cover(page, o, number);
  formA(page, o);
  page.newPage();
  formB2(page, o);
  evidence(page, o);
  reasons(page, o);
  proceedings(page, o);
  attachments(page, o);
  auditExtract(page, o);
  howToCheck(page, o);
  return page.end();
}

function cover(page: Page, o: FormInput, number: string): void {
  const { source: s } = o;
  page.title(
    'Berkas dugaan pelanggaran netralitas ASN',
    `Perkara ${number}${s.case.regionName ? ` · ${s.case.regionName}` : ''} · keadaan: ${word.state(s.case.state)}`,
  );
  page.notice(
    'Berkas ini memuat dugaan. Unggahan ditandai oleh sistem, lalu dinilai oleh orang; belum ada putusan bahwa terjadi pelanggaran. Orang yang disebut berhak didengar sebelum ada keputusan. Akun pihak lain disamarkan dan tidak ada foto yang disertakan.',
  );
  page.field('Penerima', o.recipient);
  page.field('Dibuat', localTime(o.createdAt, s.case.region));
  page.field('Diminta oleh', s.officers.requestedBy);
  page.field('Dilepas oleh', s.officers.releasedBy);
}

/** What the office wrote into the form itself comes before what the system knows. */
function filled(form: Record<string, unknown> | undefined, known: ReadonlySet<string>): (key: string, otherwise: string | null) => string | null {
  return (key, otherwise) => {
    const v = form?.[key];
    if (v === undefined || v === null || v === '') return otherwise;
    return maskText(Array.isArray(v) ? v.join('; ') : typeof v === 'string' ? v : JSON.stringify(v), known);
  };
}

function formA(page: Page, o: FormInput): void {
  const { source: s } = o;
  const f = filled(s.finding?.formA, o.known);
  page.heading('Formulir Model A — Laporan Hasil Pengawasan');
  page.subheading('I. Data pengawas');
  page.field('Tahapan yang diawasi', f('stage', `${word.phase(s.case.phase)}${s.case.election ? ` (${s.case.election})` : ''}`));
  page.field('Nama pelaksana tugas', f('officer', null));
  page.field('Jabatan', f('position', null));
  page.field('Nomor surat tugas', f('assignment_no', s.evidence[0]?.content.basis?.account.ref ?? null));
  page.field('Alamat', f('address', null));
  page.subheading('II. Kegiatan pengawasan');
  page.field('Bentuk', f('form', 'Pengawasan unggahan publik akun ASN yang terdaftar'));
  page.field('Tujuan', f('purpose', 'Mencegah dan menemukan dugaan pelanggaran netralitas ASN'));
  page.field('Sasaran', f('target', accountsOf(s)));
  page.field('Waktu dan tempat', f('time_place', `${localTime(s.case.capturedAt, s.case.region)}, daring`));
  page.subheading('III. Uraian singkat hasil pengawasan');
  page.paragraph(f('summary', summaryOf(s)) ?? '');
  page.subheading('IV. Informasi dugaan pelanggaran');
  page.field('Peristiwa', f('event', `Dugaan ${word.label(s.case.label)}`));
  page.field('Tempat kejadian', f('place', placeOf(s)));
  page.field('Waktu kejadian', f('time', localTime(s.case.postedAt, s.case.region)));
  page.field('Pihak yang diduga', f('reported', subjectOf(s)));
  page.field('Alamat', f('reported_address', s.subject?.agency ?? null));
  page.field('Saksi', f('witnesses', null));
  page.field('Alat bukti', f('evidence', evidenceList(s)));
  page.field('Uraian fakta', f('facts', `Teks unggahan selengkapnya pada bagian Bukti; ${s.evidence.length} versi disegel.`));
  page.field('Analisis', f('analysis', lawList(s)));
  page.subheading('V. Informasi potensi sengketa');
  page.field('Potensi sengketa', f('dispute', null));
  signature(page);
}

function formB2(page: Page, o: FormInput): void {
  const { source: s } = o;
  const f = filled(s.finding?.formB2, o.known);
  page.heading('Formulir Model B.2 — Temuan dugaan pelanggaran');
  page.field('Nomor temuan', s.finding?.number ?? null);
  page.field('Rapat pleno', s.finding ? `${s.finding.plenaryNo}, ${localDate(s.finding.plenaryOn)}` : null);
  page.subheading('1. Pengawas yang menemukan');
  page.field('Nama', f('supervisor', null));
  page.field('Jabatan', f('position', null));
  page.field('Batas waktu', f('time_limit', s.case.knownAt ? `7 hari sejak diketahui, ${localTime(s.case.knownAt, s.case.region)}` : null));
  page.subheading('2. Terlapor (dugaan)');
  page.field('Nama', f('reported_name', s.subject?.name ?? null));
  page.field('NIP', s.subject ? maskNip(s.subject.keyTail) : null);
  page.field('Kedudukan', s.subject ? word.status(s.subject.employmentStatus) : null);
  page.field('Jabatan', f('reported_position', s.subject?.positionType ?? null));
  page.field('Instansi', f('reported_agency', [s.subject?.opd, s.subject?.agency].filter(Boolean).join(', ')));
  page.field('Pejabat pembina kepegawaian', s.subject?.appointingAuthority ?? null);
  page.subheading('3. Peristiwa dan uraian kejadian');
  page.field('Peristiwa', f('event', `Dugaan ${word.label(s.case.label)}`));
  page.field('Tempat kejadian', f('place', placeOf(s)));
  page.field('Hari dan tanggal kejadian', f('time', localTime(s.case.postedAt, s.case.region)));
  page.field('Hari dan tanggal diketahui', f('known', s.case.knownAt ? localTime(s.case.knownAt, s.case.region) : null));
  page.field('Peserta yang disebut', contestantsOf(s));
  page.paragraph(f('description', summaryOf(s)) ?? '');
  page.subheading('4. Saksi dan bukti');
  page.field('Saksi', f('witnesses', null));
  page.field('Bukti', f('evidence', evidenceList(s)));
  signature(page);
}

function signature(page: Page): void {
  page.space(4);
  page.field('Tempat dan tanggal', null);
  page.space(14);
  page.field('Nama dan tanda tangan', null);
}

const accountsOf = (s: PacketSource): string => s.accounts.map((a) => `@${a.handle.replace(/^@/, '')} (${a.platform})`).join(', ');
const placeOf = (s: PacketSource): string => s.evidence[0]?.content.post.url ?? `Daring, ${s.evidence[0]?.content.platform ?? ''}`;

function subjectOf(s: PacketSource): string | null {
  if (!s.subject) return null;
  return `${s.subject.name}, NIP ${maskNip(s.subject.keyTail)}, ${word.status(s.subject.employmentStatus)}, ${s.subject.agency}`;
}

function contestantsOf(s: PacketSource): string | null {
  const named = new Set(s.evidence.flatMap((e) => e.content.verdict.contestants.map((c) => c.id)));
  const list = (s.contest?.contestants ?? [])
    .filter((c) => named.has(c.id))
    .map((c) => `${c.ballotNumber === null ? '' : `nomor urut ${c.ballotNumber}, `}${c.name}`);
  return list.length === 0 ? (s.contest?.name ?? null) : `${list.join('; ')} — ${s.contest?.name ?? ''}`;
}

const evidenceList = (s: PacketSource): string =>
  s.evidence.map((e) => `versi ${e.versionId}, SHA-256 ${Buffer.from(e.sha256).toString('hex').slice(0, HASH_SHOWN)}…`).join('; ');

const lawList = (s: PacketSource): string | null =>
  s.case.acts.length === 0 ? null : s.case.acts.map((code) => `${code} ${actByCode(code)?.name ?? ''} (${actByCode(code)?.source ?? ''})`).join('; ');

function summaryOf(s: PacketSource): string {
  const where = s.evidence[0]?.content.platform ?? 'media sosial';
  const aim = s.case.direction === 'ATTACK' ? 'yang diduga merugikan salah satu peserta' : 'yang diduga memihak salah satu peserta';
  return `Pada ${localTime(s.case.postedAt, s.case.region)} akun terdaftar ${accountsOf(s)} menerbitkan unggahan publik di ${where} ${aim}, dengan dugaan ${word.label(s.case.label)}, pada tahap ${word.phase(s.case.phase)}. Unggahan pertama kali terbaca ${localTime(s.case.capturedAt, s.case.region)}${s.case.knownAt ? ` dan pertama kali dilihat petugas ${localTime(s.case.knownAt, s.case.region)}` : ''}.`;
}

function evidence(page: Page, o: FormInput): void {
  const { source: s } = o;
  page.heading('Bukti');
  page.paragraph('Bagian berlatar kuning adalah kata-kata yang menjadi dasar penandaan. Bagian berlatar abu-abu disamarkan karena menunjuk pihak lain.', {
    soft: true,
  });
  for (const e of s.evidence) {
    const { content: c } = e;
    page.subheading(`Versi ${e.versionId}`);
    page.field('Akun dan alamat', `${c.platform} · ${c.post.url ?? 'tanpa alamat'}`);
    page.field('Diterbitkan (menurut platform)', localTime(new Date(c.posted_at), s.case.region));
    page.field('Pertama kali terbaca', localTime(new Date(c.captured_at), s.case.region));
    page.field('Disegel', localTime(e.sealedAt, s.case.region));
    page.field('Dasar hukum pengawasan', c.basis ? `${c.basis.account.law}; ${c.basis.account.ref}` : null);
    page.field('Aturan dan register', `${c.verdict.ruleset}; ${c.verdict.register}`);
    page.quote(runsOf(c.post.text, spansOf(e, 'text'), o.known));
    if (c.post.shared_text !== undefined) {
      page.paragraph('Teks yang dibagikan:', { soft: true });
      page.quote(runsOf(c.post.shared_text, spansOf(e, 'shared_text'), o.known));
    }
    for (const m of (c.post.media ?? []) as { alt?: string; ocr_text?: string }[])
      for (const [what, text] of [['Keterangan gambar', m.alt] as const, ['Teks pada gambar', m.ocr_text] as const])
        if (text !== undefined && text !== '') page.field(what, maskText(text, o.known));
    const rows = c.verdict.evidence.map((x, i) => [String(i + 1), quoteOf(c.post, x, o.known), word.cue(x.kind), x.rule]);
    if (rows.length > 0) page.table(['No.', 'Kutipan', 'Jenis', 'Aturan'], [1, 8, 4, 2], rows);
    page.hash('SHA-256 segel', Buffer.from(e.sha256).toString('hex'));
  }
}

type Sealed = PacketSource['evidence'][number];
const spansOf = (e: Sealed, field: string) => e.content.verdict.evidence.filter((x) => x.field === field || (field === 'text' && x.field === 'hashtag'));

function quoteOf(post: Sealed['content']['post'], x: { start: number; end: number; field: string }, known: ReadonlySet<string>): string {
  const text = x.field === 'shared_text' ? (post.shared_text ?? '') : x.field === 'text' || x.field === 'hashtag' ? post.text : '';
  const quote = runsOf(text, [x], known)
    .filter((r) => r.marked)
    .map((r) => r.text)
    .join('');
  return quote === '' ? `(${x.field})` : quote;
}

function reasons(page: Page, o: FormInput): void {
  const { source: s } = o;
  page.heading('Pertimbangan');
  if (s.statement === null) {
    for (const law of s.case.acts.map(lawOf)) page.field(law.code, `Dugaan ${law.name}. Dasar: ${law.passage}`);
    return;
  }
  for (const section of statementOf(s.statement).sections) {
    page.subheading(section.heading);
    for (const text of section.paragraphs) page.paragraph(maskText(text, o.known));
  }
}

function proceedings(page: Page, o: FormInput): void {
  const { source: s } = o;
  page.heading('Klarifikasi dan jalannya perkara');
  if (s.hearings.length === 0) page.paragraph('Belum ada klarifikasi yang dicatat.');
  for (const h of s.hearings)
    page.field(
      `Klarifikasi ${h.stage}`,
      `Panggilan ${h.summonsNo}, ${localTime(h.scheduledAt, s.case.region)}, ${maskText(h.place, o.known)}: ${h.outcome ? word.outcome(h.outcome) : 'belum dilaksanakan'}${h.minutes ? `. ${maskText(h.minutes, o.known)}` : ''}`,
    );
  for (const r of s.records.filter((x) => x.kind === 'statement'))
    page.field('Keterangan yang bersangkutan', maskText(typeof r.content.text === 'string' ? r.content.text : '', o.known));
  page.table(
    ['Waktu', 'Peristiwa', 'Oleh'],
    [4, 6, 4],
    s.events.map((e) => [shortTime(e.at, s.case.region), word.event(e.type), e.by ?? 'sistem']),
  );
}

function attachments(page: Page, o: FormInput): void {
  const { source: s } = o;
  if (s.attachments.length === 0) return;
  page.heading('Lampiran perkara');
  page.paragraph('Gambar, video, dan dokumen yang dapat memuat wajah tidak disertakan; sidiknya membuktikan berkas mana yang dimaksud.', { soft: true });
  page.table(
    ['Nama', 'Jenis', 'SHA-256', 'Disertakan'],
    [5, 3, 6, 2],
    s.attachments.map((a) => [
      maskText(a.fileName, o.known),
      a.mediaType,
      Buffer.from(a.sha256).toString('hex').slice(0, 32),
      a.text === null ? 'tidak' : 'ya',
    ]),
    [2],
  );
}

function auditExtract(page: Page, o: FormInput): void {
  const { source: s } = o;
  page.heading('Cuplikan catatan audit');
  const rows = s.audit.slice(-AUDIT_ROWS_SHOWN);
  if (s.audit.length > rows.length) page.paragraph(`${rows.length} baris terakhir dari ${s.audit.length}; semuanya ada di audit.json.`, { soft: true });
  page.table(
    ['Baris', 'Waktu', 'Tindakan', 'Sidik'],
    [2, 4, 5, 5],
    rows.map((r) => [String(r.id), shortTime(r.at, s.case.region), word.action(r.action), Buffer.from(r.hash).toString('hex').slice(0, HASH_SHOWN)]),
    [3],
  );
}

function howToCheck(page: Page, o: FormInput): void {
  page.heading('Memeriksa keaslian');
  page.paragraph(
    `Berkas ZIP ini ditandatangani dengan kunci instalasi ${o.keyId}. Perintah "pantau verify BERKAS.zip" memeriksa setiap berkas, tanda tangan, cap waktu, segel bukti, dan sidik catatan audit tanpa sambungan ke sistem. Cocokkan nomor kunci dengan yang diumumkan kantor yang menerbitkannya.`,
  );
}
