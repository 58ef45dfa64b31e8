/** Figures, and what is loaded: read-only pages. */
import { api } from './api.js';
import { el, fill } from './dom.js';
import { absolute, count, relative } from './format.js';
import { LABELS, STATES } from './texts.js';

const loading = () => el('p', { class: 'soft' }, 'Memuat…');

/** Fills `node` when the data are there, or says why they are not. */
function later(node, work) {
  work().then(
    (content) => fill(node, content),
    (e) => fill(node, el('p', { class: 'error' }, e.message)),
  );
  return node;
}

function table(caption, heads, rows, empty) {
  if (rows.length === 0) return el('div', {}, el('h2', {}, caption), el('p', { class: 'soft' }, empty));
  const numeric = (i) => (heads[i].startsWith('#') ? 'number' : undefined);
  return el(
    'div',
    { class: 'scroll' },
    el(
      'table',
      {},
      el('caption', {}, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          heads.map((h, i) => el('th', { scope: 'col', class: numeric(i) }, h.replace('#', ''))),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map((r) =>
          el(
            'tr',
            {},
            r.map((v, i) => el('td', { class: numeric(i) }, v)),
          ),
        ),
      ),
    ),
  );
}

const DIMENSIONS = { region: 'Wilayah', label: 'Dugaan', state: 'Keadaan', day: 'Hari ditandai' };
const BY = [
  ['region', 'wilayah'],
  ['label', 'dugaan'],
  ['state', 'keadaan'],
  ['day', 'hari'],
  ['region,label', 'wilayah dan dugaan'],
  ['region,state', 'wilayah dan keadaan'],
  ['label,state', 'dugaan dan keadaan'],
];

export function statisticsPage(session, params) {
  const by = params.get('by') ?? 'state';
  const level = params.get('level') ?? 'regency';
  const change = () => {
    location.hash = `#/statistik?${new URLSearchParams({ by: bySelect.value, level: levelSelect.value })}`;
  };
  const select = (label, options, value) => {
    const node = el(
      'select',
      { onchange: change },
      options.map(([v, text]) => el('option', { value: v }, text)),
    );
    node.value = value;
    return { node, field: el('label', {}, el('span', {}, label), node) };
  };
  const byField = select('Menurut', BY, by);
  const levelField = select(
    'Tingkat wilayah',
    [
      ['regency', 'kabupaten/kota'],
      ['province', 'provinsi'],
    ],
    level,
  );
  const bySelect = byField.node;
  const levelSelect = levelField.node;
  return el(
    'div',
    { class: 'page' },
    el('h1', {}, 'Statistik'),
    el('div', { class: 'row' }, byField.field, by.includes('region') ? levelField.field : null),
    later(el('div', { class: 'card' }, loading()), () => figures(session, by, level)),
  );
}

async function figures(session, by, level) {
  const r = await api.get(`/v1/stats/cases?${new URLSearchParams({ by, level })}`);
  const value = (c, d) => {
    if (d === 'region') return c.region_name ?? session.regions.find((x) => x.code === c.region)?.name ?? c.region;
    if (d === 'label') return LABELS[c.label] ?? c.label;
    if (d === 'state') return STATES[c.state]?.[0] ?? c.state;
    return c[d];
  };
  const total = r.cells.reduce((sum, c) => sum + (c.cases ?? 0), 0);
  const partial = r.cells.some((c) => c.suppressed) ? ' yang ditampilkan' : '';
  const rows = r.cells.map((c) => [...r.by.map((d) => value(c, d)), c.suppressed ? el('span', { class: 'soft' }, 'tidak ditampilkan') : count(c.cases)]);
  const name = BY.find(([v]) => v === by)?.[1] ?? by;
  return [
    table(`Berapa kasus menurut ${name}?`, [...r.by.map((d) => DIMENSIONS[d]), '#Kasus'], rows, 'Belum ada kasus di wilayah Anda.'),
    el(
      'p',
      { class: 'small soft' },
      `n = ${count(total)}${partial}. ${r.audience === 'deciders' ? 'Semua keadaan di wilayah Anda; kasus yang ditandai belum tentu pelanggaran.' : 'Hanya kasus yang dikonfirmasi orang. Angka kecil, dan angka lain yang dapat membukanya, tidak ditampilkan.'} Sumber: kasus Pantau.`,
    ),
  ];
}

export function statusPage() {
  return el(
    'div',
    { class: 'page' },
    el('h1', {}, 'Register & sumber'),
    later(el('section', { class: 'card' }, loading()), registers),
    later(el('section', { class: 'card' }, loading()), sources),
    later(el('section', { class: 'card' }, loading()), imports),
  );
}

const COUNTS = {
  new: 'baru',
  known: 'sudah ada',
  rejected: 'ditolak',
  blank: 'kosong',
  elections: 'pemilihan',
  contests: 'kontestasi',
  contestants: 'peserta',
  parties: 'partai',
};
/** Sums only; the parts of a sum (`rejected.text_too_long`) are in the file of rejects. */
const countsText = (counts) =>
  Object.entries(counts)
    .filter(([k, n]) => typeof n === 'number' && n > 0 && !k.includes('.'))
    .map(([k, n]) => `${count(n)} ${COUNTS[k] ?? k.replaceAll('_', ' ')}`)
    .join(', ');

async function registers() {
  const { versions } = await api.get('/v1/register');
  const [latest] = versions;
  if (!latest)
    return [el('h2', {}, 'Register peserta'), el('p', { class: 'soft' }, 'Belum ada register. Impor dengan: npx pantau import register BERKAS --apply')];
  return [
    table(
      `Register peserta: ${latest.name}`,
      ['Bagian', 'Versi', 'Isi', 'Diimpor'],
      latest.parts.map((p) => [p.key, p.label, countsText(p.counts), absolute(p.imported_at)]),
      'Register ini belum berisi bagian.',
    ),
    el(
      'p',
      { class: 'small soft' },
      `Terbit ${absolute(latest.published_at)} oleh ${latest.published_by}. ${versions.length > 1 ? `${count(versions.length - 1)} versi sebelumnya tersimpan.` : ''}`,
    ),
  ];
}

async function sources() {
  const { data } = await api.get('/v1/sources');
  const state = (s) => {
    if (!s.enabled) return el('span', { class: 'tag quiet' }, 'mati');
    return s.failing > 0
      ? el('span', { class: 'tag failed', title: s.last_error ?? '' }, `${count(s.failing)} gagal`)
      : el('span', { class: 'tag done' }, 'jalan');
  };
  return table(
    'Sumber',
    ['Nama', 'Jenis', 'Keadaan', '#Unit', '#Karantina', 'Terakhir dibaca'],
    data.map((s) => [
      s.name,
      s.connector,
      state(s),
      count(s.units),
      count(s.quarantined),
      s.polled_at ? el('span', { title: absolute(s.polled_at) }, relative(s.polled_at)) : '—',
    ]),
    'Belum ada sumber. Tanpa dasar hukum dan kebijakan yang tercatat, tidak ada yang diambil.',
  );
}

const IMPORT_STATES = { running: ['berjalan', 'waiting'], done: ['selesai', 'done'], failed: ['gagal', 'failed'] };

async function imports() {
  const { data } = await api.get('/v1/imports');
  const progress = (i) => {
    const [word, hue] = IMPORT_STATES[i.status] ?? [i.status, 'quiet'];
    const percent = i.status === 'running' && i.bytes_total > 0 ? ` ${Math.floor((i.bytes_done / i.bytes_total) * 100)} %` : '';
    return el('span', { class: `tag ${hue}` }, `${word}${percent}`);
  };
  return table(
    'Impor terakhir',
    ['Jenis', 'Berkas', 'Keadaan', '#Baris', 'Hasil', 'Mulai'],
    data.map((i) => [
      i.kind,
      i.file_name,
      progress(i),
      count(i.lines_done),
      countsText(i.counts),
      el('span', { title: absolute(i.started_at) }, relative(i.started_at)),
    ]),
    'Belum ada impor.',
  );
}
