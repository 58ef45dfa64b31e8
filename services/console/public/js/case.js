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

  #post() {
    const { c } = this;
    const p = c.post;
    const shown = new Set(c.spans.filter((s) => [...IN_TEXT, 'shared_text'].includes(s.field)).map(classOf));
    return el(
      'div',
      {},
      el(
        'div',
        { class: 'post' },
        el('p', { class: 'text', lang: 'id', dir: 'auto' }, this.#marked(p.text, IN_TEXT)),
        p.shared_text === null ? null : el('p', { class: 'text shared', dir: 'auto' }, this.#marked(p.shared_text, ['shared_text'])),
        p.media.map((m) =>
          m.alt || m.ocr_text
            ? el('p', { class: 'small soft' }, `Gambar: ${[m.alt, m.ocr_text && `tulisan “${m.ocr_text}”`].filter(Boolean).join('; ')}`)
            : null,
        ),
        el(
          'div',
          { class: 'facts' },
          el('span', {}, `${POST_KINDS[p.kind] ?? p.kind} di ${p.platform}`),
          el('span', { title: absolute(c.posted_at, c.region) }, `ditulis ${absolute(c.posted_at, c.region)}`),
          el(
            'span',
            {},
            `penulis: ${STATUSES[c.author.employment_status] ?? c.author.employment_status}${c.author.identity_verified ? ', akun terverifikasi' : ', akun belum terverifikasi'}`,
          ),
          p.other_versions > 0 ? el('span', {}, `${p.other_versions} versi suntingan lain`) : null,
          p.url ? el('a', { href: safeUrl(p.url), rel: 'noreferrer noopener', target: '_blank' }, 'Buka pos asli') : null,
        ),
      ),
      shown.size > 0
        ? el(
            'p',
            { class: 'legend' },
            LEGEND.filter(([k]) => shown.has(k)).map(([k, text]) => el('span', {}, el('mark', { class: k }, text))),
          )
        : null,
    );
  }

  #marked(text, fields) {
    const spans = this.c.spans.filter((s) => fields.includes(s.field));
    return segments(text, spans).map((seg) =>
      seg.spans.length === 0
        ? seg.text
        : el('mark', { class: classOf(seg.spans[0]), title: seg.spans.map((s) => `${kindText(s.kind)} · ${s.rule} ${weight(s.weight)}`).join('\n') }, seg.text),
    );
  }

  #reasons() {
    const { c } = this;
    const rows = [...c.spans].sort((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0));
    const source = (s) => (s.field === 'shared_text' ? (c.post.shared_text ?? '') : c.post.text);
    const quote = (s) => ([...IN_TEXT, 'shared_text'].includes(s.field) ? `“${source(s).slice(s.start, s.end)}”` : 'dalam gambar');
    const direction = c.direction ? ` Arah: ${DIRECTIONS[c.direction]}.` : '';
    return el(
      'section',
      { class: 'reasons' },
      el('h2', {}, 'Mengapa ditandai'),
      rows.length === 0
        ? el('p', { class: 'soft' }, 'Tidak ada potongan teks yang disorot.')
        : el(
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
          ),
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

/** Addresses come from platforms and files: only web addresses become links. */
function safeUrl(url) {
  return /^https?:\/\//i.test(url) ? url : '#';
}
