/** The middle column: the post as text with its spans, why it was flagged, who stands, what happened. */
import { el } from './dom.js';
import { absolute, relative, weight } from './format.js';
import { classOf, segments } from './spans.js';
import { DIRECTIONS, EVENTS, FINDINGS, kindText, LABELS, PHASES, POST_KINDS, STANCES, STATES, STATUSES } from './texts.js';

const IN_TEXT = ['text', 'hashtag'];
const LEGEND = [
  ['support', 'mendukung'],
  ['attack', 'merugikan'],
  ['mitigating', 'meringankan'],
  ['contestant', 'peserta'],
];

export class CaseReading {
  constructor(c, back) {
    this.c = c;
    this.node = el('div', {}, back, this.#head(), this.#post(), this.#reasons(), this.#contestants(), this.#opinions(), this.#timeline());
  }

  #head() {
    const { c } = this;
    const [state, hue] = STATES[c.state] ?? [c.state, 'quiet'];
    return el(
      'header',
      { class: 'case-head' },
      el(
        'div',
        { class: 'line' },
        el('span', {}, c.number),
        el('span', { class: `tag ${hue}` }, state),
        c.band === 'review' ? el('span', {}, 'perkara abu-abu') : null,
      ),
      el('h1', {}, `Dugaan: ${LABELS[c.label] ?? c.label}`),
      el(
        'div',
        { class: 'line' },
        el('span', {}, c.region_name ?? c.region),
        el('span', {}, `tahap ${PHASES[c.phase] ?? c.phase}`),
        c.contest_name ? el('span', {}, c.contest_name) : null,
      ),
      c.subject ? this.#subject() : el('p', { class: 'small soft' }, 'Identitas disembunyikan sampai kasus diteruskan.'),
    );
  }

  #subject() {
    const s = this.c.subject;
    return el(
      'p',
      {},
      el('strong', {}, s.name),
      ` · NIP ${s.nip} · ${[STATUSES[s.employment_status] ?? s.employment_status, s.opd, s.agency].filter(Boolean).join(' · ')}`,
    );
  }

  /** Newest first. An edited post is judged by all its versions: what was taken out was public once. */
  #post() {
    const { versions } = this.c;
    const shown = new Set(versions.flatMap((v) => v.spans.filter((s) => [...IN_TEXT, 'shared_text'].includes(s.field)).map(classOf)));
    return el(
      'div',
      { class: 'versions' },
      versions.length > 1
        ? el('p', { class: 'edited', role: 'note' }, el('strong', {}, 'Pos diubah.'), ` Ada ${versions.length} versi; yang terbaru di atas. Baca semuanya.`)
        : null,
      versions.map((v, i) => this.#version(v, i)),
      shown.size > 0
        ? el(
            'p',
            { class: 'legend' },
            LEGEND.filter(([k]) => shown.has(k)).map(([k, text]) => el('span', {}, el('mark', { class: k }, text))),
          )
        : null,
    );
  }

  #version(v, i) {
    const { c } = this;
    return el(
      'div',
      { class: 'post' },
      c.versions.length > 1 ? el('h2', {}, this.#versionName(v, i)) : null,
      el('p', { class: 'text', lang: 'id', dir: 'auto' }, marked(v.text, v.spans, IN_TEXT)),
      v.shared_text === null ? null : el('p', { class: 'text shared', dir: 'auto' }, marked(v.shared_text, v.spans, ['shared_text'])),
      v.media.map((m) =>
        m.alt || m.ocr_text ? el('p', { class: 'small soft' }, `Gambar: ${[m.alt, m.ocr_text && `tulisan “${m.ocr_text}”`].filter(Boolean).join('; ')}`) : null,
      ),
      el(
        'div',
        { class: 'facts' },
        el('span', {}, `${POST_KINDS[v.kind] ?? v.kind} di ${v.platform}`),
        el('span', {}, `ditulis ${absolute(c.posted_at, c.region)}`),
        c.versions.length > 1 ? el('span', {}, `versi ini terbaca ${absolute(v.captured_at, c.region)}`) : null,
        el(
          'span',
          {},
          `penulis: ${STATUSES[c.author.employment_status] ?? c.author.employment_status}${c.author.identity_verified ? ', akun terverifikasi' : ', akun belum terverifikasi'}`,
        ),
        v.url ? el('a', { href: safeUrl(v.url), rel: 'noreferrer noopener', target: '_blank' }, 'Buka pos asli') : null,
      ),
    );
  }

  #versionName(v, i) {
    const { versions, region } = this.c;
    const name = i === 0 ? 'Versi terbaru' : i === versions.length - 1 ? 'Versi pertama' : `Versi ${versions.length - i}`;
    return `${name}, ${absolute(v.captured_at, region)}`;
  }

  #reasons() {
    const { c } = this;
    const direction = c.direction ? ` Arah: ${DIRECTIONS[c.direction]}.` : '';
    return el(
      'section',
      { class: 'reasons' },
      el('h2', {}, 'Mengapa ditandai'),
      c.versions.flatMap((v, i) => [c.versions.length > 1 ? el('h3', { class: 'small' }, this.#versionName(v, i)) : null, reasonsOf(v)]),
      el(
        'p',
        { class: 'small soft' },
        `${c.score === null ? '' : `Skor ${Math.round(c.score * 100)} dari 100; bukan bukti, hanya urutan.`}${direction} Aturan ${c.ruleset}, register ${c.register}.`,
      ),
      c.suggested.exemption ? el('p', {}, `Kemungkinan pengecualian: ${c.suggested.exemption}`) : null,
    );
  }

  #contestants() {
    const { contestants } = this.c;
    if (contestants.length === 0) return null;
    return el(
      'section',
      {},
      el('h2', {}, 'Peserta'),
      el(
        'ul',
        {},
        contestants.map((t) =>
          el(
            'li',
            {},
            `${t.ballot_number === null ? '' : `${t.ballot_number}. `}${t.name}`,
            t.stance ? el('span', { class: 'soft' }, ` — ${STANCES[t.stance] ?? t.stance}`) : null,
          ),
        ),
      ),
    );
  }

  #opinions() {
    const { opinions, region } = this.c;
    if (opinions.length === 0) return null;
    return el(
      'section',
      {},
      el('h2', {}, 'Pendapat'),
      el(
        'ul',
        { class: 'timeline' },
        opinions.map((o) =>
          el(
            'li',
            {},
            el('span', { class: 'small soft', title: absolute(o.at, region) }, relative(o.at)),
            el(
              'span',
              {},
              `${o.mine ? 'Anda' : (o.by ?? '—')}: ${FINDINGS[o.finding]}${[...o.acts, o.exemption].filter(Boolean).length > 0 ? ` (${[...o.acts, o.exemption].filter(Boolean).join(', ')})` : ''}`,
              o.reason ? el('span', { class: 'soft' }, ` — ${o.reason}`) : null,
            ),
          ),
        ),
      ),
    );
  }

  #timeline() {
    const { timeline, region } = this.c;
    return el(
      'section',
      {},
      el('h2', {}, 'Riwayat'),
      el(
        'ol',
        { class: 'timeline' },
        timeline.map((e) =>
          el(
            'li',
            {},
            el('span', { class: 'small soft' }, absolute(e.at, region)),
            el('span', {}, EVENTS[e.type] ?? e.type, e.by ? el('span', { class: 'soft' }, ` — ${e.by}`) : null),
          ),
        ),
      ),
    );
  }
}

function marked(text, all, fields) {
  const spans = all.filter((s) => fields.includes(s.field));
  return segments(text, spans).map((seg) =>
    seg.spans.length === 0
      ? seg.text
      : el('mark', { class: classOf(seg.spans[0]), title: seg.spans.map((s) => `${kindText(s.kind)} · ${s.rule} ${weight(s.weight)}`).join('\n') }, seg.text),
  );
}

function reasonsOf(v) {
  const rows = [...v.spans].sort((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0));
  if (rows.length === 0) return el('p', { class: 'soft' }, 'Tidak ada potongan teks yang disorot.');
  const source = (s) => (s.field === 'shared_text' ? (v.shared_text ?? '') : v.text);
  const quote = (s) => ([...IN_TEXT, 'shared_text'].includes(s.field) ? `“${source(s).slice(s.start, s.end)}”` : 'dalam gambar');
  return el(
    'div',
    { class: 'scroll' },
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ['Bobot', 'Petunjuk', 'Potongan', 'Aturan'].map((h) => el('th', { scope: 'col' }, h)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map((s) =>
          el('tr', {}, el('td', {}, weight(s.weight)), el('td', {}, kindText(s.kind)), el('td', { class: 'quote' }, quote(s)), el('td', {}, s.rule)),
        ),
      ),
    ),
  );
}

/** Addresses come from platforms and files: only web addresses become links. */
function safeUrl(url) {
  return /^https?:\/\//i.test(url) ? url : '#';
}
