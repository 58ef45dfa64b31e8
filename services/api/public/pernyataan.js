/**
 * The page of the person concerned. It knows no account and keeps nothing: the token leaves the address as soon as it was read,
 * the pass lives in this script only. Everything shown is set as text.
 */
const $ = (id) => document.getElementById(id);
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
let pass = '';
let limits = { files: 5, file_bytes: 12 * 1024 * 1024, text_chars: 20_000 };

const WORDS = {
  statement_link_refused:
    'Tautan, kode, dan angka tidak cocok, atau tautan sudah dipakai atau berakhir. Setelah lima kali keliru tautan berakhir; kantor yang memanggil dapat memberi tautan baru.',
  statement_files_full: 'Paling banyak lima lampiran. Bawalah yang lain pada saat klarifikasi.',
  file_refused: 'Berkas ini bukan PDF, PNG, atau JPEG.',
  payload_too_large: 'Berkas terlalu besar; paling besar 12 MB.',
  rate_limited: 'Terlalu banyak percobaan. Tunggu satu menit, lalu coba lagi.',
};

function say(text) {
  $('message').textContent = text;
}

async function send(path, init) {
  let r;
  try {
    r = await fetch(`/v1/statements/${path}`, { ...init, headers: { ...init?.headers, ...(pass ? { 'statement-pass': pass } : {}) } });
  } catch {
    say('Tidak ada sambungan. Periksa jaringan Anda, lalu coba lagi. Belum ada yang terkirim.');
    return null;
  }
  const body = await r.json().catch(() => ({}));
  if (r.ok) return body;
  say(WORDS[body.code] ?? 'Permintaan tidak dapat diproses. Coba lagi, atau hubungi kantor yang memanggil.');
  return null;
}

const json = (value) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });

function add(parent, tag, text, name) {
  const e = document.createElement(tag);
  if (name) e.className = name;
  if (text !== undefined) e.textContent = text;
  parent.append(e);
  return e;
}

const moment = (iso) => new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso));

function show(p) {
  limits = p.limits;
  const c = $('content');
  c.replaceChildren();
  $('title').textContent = p.title;
  add(c, 'p', p.introduction);
  add(c, 'p', `${p.office}, perkara ${p.case_number}`, 'office');
  add(c, 'h2', 'Dugaan');
  add(c, 'p', p.allegation);
  add(c, 'h2', 'Unggahan');
  for (const post of p.posts) {
    add(c, 'p', `${post.platform}, ${moment(post.posted_at)}`, 'soft');
    add(c, 'blockquote', post.text).dir = 'auto';
    if (post.shared_text) {
      add(c, 'p', 'Yang dibagikan:', 'soft');
      add(c, 'blockquote', post.shared_text);
    }
  }
  add(c, 'h2', 'Perbuatan dan ketentuan');
  for (const act of p.acts) {
    add(c, 'p', `${act.name} (${act.code})`, 'office');
    add(c, 'p', act.passage);
    if (act.wording && act.wording !== act.name) add(c, 'blockquote', act.wording);
  }
  if (p.hearing) {
    add(c, 'h2', 'Klarifikasi');
    add(c, 'p', `Panggilan ${p.hearing.summons_no}: ${moment(p.hearing.scheduled_at)}, ${p.hearing.place}`);
  }
  add(c, 'h2', 'Hak Anda');
  const list = add(c, 'ul');
  for (const right of p.rights) add(list, 'li', right);
  if (p.files.length > 0) {
    add(c, 'h2', 'Lampiran yang sudah diterima');
    const files = add(c, 'ul');
    for (const f of p.files) add(files, 'li', f.file_name);
  }
  $('text').maxLength = limits.text_chars;
  $('enter').hidden = true;
  $('page').hidden = false;
  say(`Halaman ini terbuka sampai ${moment(p.open_until)}.`);
  $('title').focus();
}

function done(text) {
  $('page').hidden = true;
  $('enter').hidden = true;
  say(text);
  $('title').focus();
}

/** Runs one step at a time: a second press while the first is under way does nothing. */
function once(form, step) {
  let busy = false;
  return async (event) => {
    event?.preventDefault();
    if (busy) return;
    busy = true;
    for (const b of form.querySelectorAll('button')) b.disabled = true;
    try {
      await step();
    } finally {
      busy = false;
      for (const b of form.querySelectorAll('button')) b.disabled = false;
    }
  };
}

$('enter').addEventListener(
  'submit',
  once($('enter'), async () => {
    say('');
    const opened = await send('passes', json({ token, code: $('code').value.trim(), number_tail: $('tail').value.trim() }));
    if (!opened) return;
    pass = opened.pass;
    const page = await send('current');
    if (page) show(page);
  }),
);

const uploaded = new Set();
async function upload() {
  for (const file of $('files').files) {
    const key = `${file.name}/${file.size}/${file.lastModified}`;
    if (uploaded.has(key)) continue;
    if (file.size > limits.file_bytes) {
      say(`${file.name}: ${WORDS.payload_too_large}`);
      return false;
    }
    say(`Mengirim ${file.name} …`);
    const ok = await send(`current/files?file_name=${encodeURIComponent(file.name)}`, { method: 'POST', headers: { 'content-type': file.type }, body: file });
    if (!ok) return false;
    uploaded.add(key);
  }
  return true;
}

$('answer').addEventListener(
  'submit',
  once($('answer'), async () => {
    if (!(await upload())) return;
    if (await send('current/answer', json({ text: $('text').value }))) done('Keterangan Anda telah diterima dan dicatat. Terima kasih.');
  }),
);

$('refuse').addEventListener('click', () => $('sure').showModal());
$('sure').addEventListener('close', async () => {
  if ($('sure').returnValue !== 'yes') return;
  if (await send('current/refusal', json({ text: $('text').value }))) done('Penolakan Anda telah dicatat.');
});

if (token) $('enter').hidden = false;
else say('Tautan tidak lengkap. Salin seluruh alamat dari surat panggilan.');
