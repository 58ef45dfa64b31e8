/** The left column: filters, cases by priority, more on request. A decided case keeps its place: nothing jumps. */
import { api } from './api.js';
import { announce, el, fill } from './dom.js';
import { absolute, count, relative } from './format.js';
import { LABELS, STATES } from './texts.js';

const OPEN = 'FLAGGED,IN_REVIEW';
const VIEWS = {
  terbuka: ['Terbuka', { state: OPEN }],
  bebas: ['Terbuka, belum dipegang', { state: OPEN, holder: 'free' }],
  saya: ['Kasus saya', { holder: 'mine' }],
  dikonfirmasi: ['Dugaan dikonfirmasi', { state: 'CONFIRMED' }],
  diteruskan: ['Diteruskan', { state: 'FORWARDED' }],
  bukan: ['Bukan pelanggaran', { state: 'DISMISSED' }],
  semua: ['Semua', {}],
};
const PAGE_ROWS = 50;

export class Queue {
  constructor(session, open) {
    this.session = session;
    this.open = open;
    this.items = [];
    this.cursor = null;
    this.query = null;
    this.selected = null;
    this.list = el('ol', { 'aria-label': 'Kasus' });
    this.summary = el('p', { class: 'small soft' });
    this.more = el('div', { class: 'more' });
    this.nextButton = el('button', { type: 'button', class: 'primary', onclick: () => this.open.next() }, 'Berikut ', el('kbd', {}, 'n'));
    this.filters = { tampilan: this.#viewSelect(), region: this.#regionSelect(), label: this.#labelSelect() };
    this.node = el(
      'section',
      { class: 'queue', 'aria-label': 'Antrean' },
      el(
        'div',
        { class: 'head' },
        el('div', { class: 'title' }, el('h1', {}, 'Antrean'), this.reviews ? this.nextButton : null),
        this.filters.tampilan,
        el('div', { class: 'filters' }, this.filters.region, this.filters.label),
        this.summary,
      ),
      this.list,
      this.more,
    );
  }

  /** Only those who review take cases. */
  get reviews() {
    return this.session.me.roles.some((r) => ['analyst', 'second_reviewer'].includes(r.role));
  }

  #default() {
    if (this.reviews) return 'terbuka';
    return this.session.me.roles.some((r) => r.role === 'personnel_office') ? 'diteruskan' : 'dikonfirmasi';
  }

  #select(name, label, options) {
    const node = el(
      'select',
      { 'aria-label': label, onchange: () => this.#filterChanged() },
      options.map(([value, text]) => el('option', { value }, text)),
    );
    node.name = name;
    return node;
  }

  #viewSelect() {
    return this.#select(
      'tampilan',
      'Tampilan',
      Object.entries(VIEWS).map(([key, [text]]) => [key, text]),
    );
  }

  #labelSelect() {
    return this.#select('label', 'Dugaan', [['', 'Semua dugaan'], ...Object.entries(LABELS).filter(([k]) => k !== 'NONE')]);
  }

  #regionSelect() {
    const scopes = this.session.me.roles.map((r) => r.region);
    const inside = (code) => scopes.some((s) => s === 'ID' || code === s || code.startsWith(`${s}.`));
    const mine = this.session.regions.filter((r) => r.code !== 'ID' && inside(r.code));
    return this.#select('region', 'Wilayah', [['', 'Semua wilayah'], ...mine.map((r) => [r.code, r.level === 1 ? r.name : `  ${r.name}`])]);
  }

  /** What the address says, in the select boxes and in the query. */
  #read(params) {
    const view = VIEWS[params.get('tampilan')] ? params.get('tampilan') : this.#default();
    this.filters.tampilan.value = view;
    this.filters.region.value = params.get('region') ?? '';
    this.filters.label.value = params.get('label') ?? '';
    const query = new URLSearchParams(VIEWS[view][1]);
    if (this.filters.region.value) query.set('region', this.filters.region.value);
    if (this.filters.label.value) query.set('label', this.filters.label.value);
    return query;
  }

  #filterChanged() {
    const params = new URLSearchParams();
    for (const [name, node] of Object.entries(this.filters))
      if (node.value && !(name === 'tampilan' && node.value === this.#default())) params.set(name, node.value);
    location.hash = `#/antrean${params.size > 0 ? `?${params}` : ''}`;
  }

  async show(params, caseId) {
    this.params = params;
    const query = this.#read(params);
    this.selected = caseId;
    // At most one primary button in view: beside an open case it is the case's own.
    this.nextButton.className = caseId === null ? 'primary' : '';
    if (this.query === query.toString()) return this.#mark();
    this.query = query.toString();
    this.items = [];
    this.cursor = null;
    fill(this.list, el('li', { class: 'empty' }, 'Memuat…'));
    fill(this.more);
    await this.load();
  }

  async load() {
    const query = this.query;
    const cursor = this.cursor ? `&cursor=${this.cursor}` : '';
    try {
      const [page] = await Promise.all([api.get(`/v1/cases?${query}&limit=${PAGE_ROWS}${cursor}`), this.countAgain()]);
      if (query !== this.query) return;
      this.items.push(...page.data);
      this.cursor = page.next_cursor;
      this.#render();
    } catch (e) {
      fill(this.list, el('li', { class: 'empty' }, e.message));
    }
  }

  async countAgain() {
    const query = this.query;
    const counts = await api.get(`/v1/cases/counts?${query}`);
    if (query !== this.query) return;
    const held = this.reviews ? ` · ${count(counts.free)} bebas · ${count(counts.mine)} Anda pegang` : '';
    this.summary.textContent = `${count(counts.total)} kasus${held}`;
  }

  #render() {
    if (this.items.length === 0)
      return fill(this.list, el('li', { class: 'empty' }, 'Tidak ada kasus dalam tampilan ini. Ubah saringan di atas untuk melihat yang lain.'));
    fill(
      this.list,
      this.items.map((c) => el('li', { 'data-id': String(c.id) }, this.#link(c))),
    );
    fill(this.more, this.cursor ? el('button', { type: 'button', onclick: () => this.load() }, `Muat ${PAGE_ROWS} lagi`) : null);
    this.#mark();
  }

  #link(c) {
    const due = c.due_at ? new Date(c.due_at) : null;
    const late = due && due < Date.now();
    const [state, hue] = STATES[c.state] ?? [c.state, 'quiet'];
    return el(
      'a',
      { href: `#/kasus/${c.id}${this.params.size > 0 ? `?${this.params}` : ''}` },
      el('span', { class: 'priority', title: 'Prioritas 0–100: berat dugaan × tahap, ditambah skor' }, c.priority === null ? '' : String(c.priority)),
      el('span', { class: 'what' }, LABELS[c.label] ?? c.label),
      el(
        'span',
        { class: 'meta' },
        el('span', {}, c.region_name ?? c.region),
        el('span', { title: absolute(c.first_flagged_at, c.region) }, relative(c.first_flagged_at)),
        due
          ? el(
              'span',
              { class: late ? 'overdue' : undefined, title: absolute(c.due_at, c.region) },
              late ? `lewat tenggat ${relative(c.due_at).replace(' lalu', '')}` : `tenggat ${relative(c.due_at)}`,
            )
          : null,
      ),
      el(
        'span',
        { class: 'meta' },
        el('span', { class: `tag ${hue}` }, state),
        c.band === 'review' ? el('span', {}, 'abu-abu') : null,
        c.holder ? el('span', {}, c.holder.mine ? 'Anda pegang' : `dipegang: ${c.holder.name ?? '—'}`) : null,
      ),
    );
  }

  #mark() {
    for (const li of this.list.children) {
      const current = Number(li.dataset.id) === this.selected;
      const a = li.querySelector('a');
      if (current) a?.setAttribute('aria-current', 'true');
      else a?.removeAttribute('aria-current');
    }
  }

  /** A case that changed is redrawn where it stands. */
  update(c) {
    const i = this.items.findIndex((x) => x.id === c.id);
    if (i < 0) return;
    this.items[i] = { ...this.items[i], ...c };
    const li = this.list.querySelector(`[data-id="${c.id}"]`);
    if (li) fill(li, this.#link(this.items[i]));
    this.#mark();
  }

  move(step) {
    const links = [...this.list.querySelectorAll('a')];
    const focused = links.indexOf(document.activeElement);
    const from = focused >= 0 ? focused : links.findIndex((a) => a.getAttribute('aria-current') === 'true');
    const target = links[Math.max(0, Math.min(links.length - 1, from + step))];
    if (!target) return announce('Antrean kosong.');
    target.focus();
    target.scrollIntoView({ block: 'nearest' });
  }
}
