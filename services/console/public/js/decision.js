/** The right column: what may be done now, and the form for it. What was typed survives a refusal and a reload of the case. */
import { ask, el } from './dom.js';
import { absolute, clock } from './format.js';
import { CLASSES, LABELS, PHASES } from './texts.js';

export class Decision {
  constructor(c, vocabulary, desk, draft) {
    this.c = c;
    this.desk = desk;
    this.kept = draft;
    this.vocabulary = vocabulary;
    this.until = c.holder?.mine ? new Date(c.holder.until).getTime() : null;
    this.error = el('p', { class: 'error', role: 'alert' });
    this.lease = el('span', {});
    this.node = el('div', { class: 'stack' }, el('h2', {}, 'Keputusan'), this.#facts(), this.#body(draft));
    this.tick();
  }

  #facts() {
    const { c } = this;
    const rows = [
      ['Dugaan', LABELS[c.label] ?? c.label],
      ['Tahap', PHASES[c.phase] ?? c.phase],
      c.due_at ? ['Tenggat', absolute(c.due_at, c.region)] : null,
      c.acts.length > 0 ? ['Tindakan', c.acts.map((a) => a.code).join(', ')] : null,
      c.exemption ? ['Alasan', c.exemption] : null,
    ].filter(Boolean);
    return el(
      'dl',
      {},
      rows.flatMap(([k, v]) => [el('dt', {}, k), el('dd', {}, v)]),
    );
  }

  #body(draft) {
    const { c } = this;
    if (c.may.decide) return this.#form(draft);
    if (c.may.claim)
      return [
        this.error,
        el('p', { class: 'soft' }, 'Ambil kasus ini untuk memberi pendapat. Selama sepuluh menit tidak ada orang lain yang dapat mengambilnya.'),
        this.#button('Ambil kasus', 'a', () => this.desk.claim(), true),
      ];
    if (c.may.forward) return this.#forward();
    return [this.error, el('p', { class: 'soft' }, this.#whyNothing()), this.#nextButton(true)];
  }

  #whyNothing() {
    const { c } = this;
    if (c.holder && !c.holder.mine) return `Dipegang ${c.holder.name ?? 'peninjau lain'} sampai ${absolute(c.holder.until, c.region)}.`;
    if (c.opinions.some((o) => o.mine) && c.state === 'IN_REVIEW') return 'Pendapat Anda sudah disegel. Kasus menunggu pembaca lain.';
    if (c.state === 'CONFIRMED' && c.phase !== 'PRE') return 'Pada tahap ini penerusan memerlukan temuan teregistrasi dan klarifikasi.';
    if (c.state === 'CONFIRMED') return 'Menunggu komisioner meneruskan.';
    if (c.state === 'FORWARDED') return `Diteruskan ${absolute(c.forwarded_at, c.region)}.`;
    return 'Tidak ada langkah untuk Anda pada kasus ini.';
  }

  #nextButton(primary) {
    return this.desk.session.me.roles.some((r) => ['analyst', 'second_reviewer'].includes(r.role))
      ? this.#button('Kasus berikut', 'n', () => this.desk.next(), primary)
      : null;
  }

  #button(text, key, run, primary = false) {
    return el(
      'div',
      { class: 'verbs' },
      el(
        'button',
        { type: 'button', class: primary ? 'primary' : undefined, onclick: run, 'aria-keyshortcuts': key },
        el('span', {}, text),
        el('kbd', { 'aria-hidden': 'true' }, key),
      ),
    );
  }

  #form(draft) {
    const { c } = this;
    const chosen = new Set(draft?.acts ?? c.suggested.acts);
    this.boxes = c.act_choices.map((a) => el('input', { type: 'checkbox', value: a.code, checked: chosen.has(a.code) }));
    const pairs = c.act_choices.map((a, i) => ({ a, box: this.boxes[i] }));
    const likely = pairs.filter((p) => p.box.checked);
    const others = pairs.filter((p) => !p.box.checked);
    this.others = el(
      'details',
      {},
      el('summary', {}, `${likely.length > 0 ? 'Tindakan lain' : 'Pilih tindakan'} (${others.length})`),
      el(
        'div',
        { class: 'acts' },
        others.map((p) => this.#act(p.a, p.box)),
      ),
    );
    this.reason = el('textarea', { rows: '3', maxlength: '2000', placeholder: 'Wajib bila tidak memilih alasan HN' });
    this.reason.value = draft?.reason ?? '';
    this.exemption = el(
      'select',
      {},
      el('option', { value: '' }, 'Pilih bila bukan pelanggaran…'),
      this.vocabulary.exemptions.map((x) => el('option', { value: x.code }, `${x.code} ${x.name}${x.grey ? ' (abu-abu)' : ''}`)),
    );
    this.exemption.value = draft?.exemption ?? '';
    return [
      el(
        'fieldset',
        { class: 'act-choice' },
        el('legend', {}, 'Tindakan yang berlaku pada tahap ini'),
        likely.map((p) => this.#act(p.a, p.box)),
        this.others,
      ),
      el('label', {}, el('span', {}, 'Alasan bukan pelanggaran'), this.exemption),
      el('label', {}, el('span', {}, 'Catatan atau alasan'), this.reason),
      el(
        'div',
        { class: 'bar' },
        this.error,
        this.#button('Masuk akal', '1', () => this.desk.decide('plausible')),
        this.#button('Bukan pelanggaran', '2', () => this.desk.decide('not_a_violation')),
        this.#button('Perlu pembaca kedua', '3', () => this.desk.decide('needs_second')),
        el('div', { class: 'lease' }, this.lease, el('button', { type: 'button', class: 'plain', onclick: () => this.desk.release() }, 'Lepas')),
      ),
    ];
  }

  #act(a, box) {
    const classes = a.classes.map((k) => CLASSES[k] ?? k).join('/');
    return el(
      'label',
      { title: a.source },
      box,
      el('span', {}, `${a.code} ${a.name}`, el('span', { class: 'soft' }, ` — kemungkinan ${classes}${a.two_readers ? '; dua pembaca' : ''}`)),
    );
  }

  #forward() {
    const run = async () => {
      const answer = await ask(
        'Teruskan kasus ini?',
        [
          el('p', {}, 'Nama, tiga angka terakhir NIP, instansi, kode tindakan, dan alamat pos dikirim kepada BKPSDM di wilayah ini.'),
          el('p', { class: 'soft' }, 'Penerusan tercatat dan tidak dapat dibatalkan diam-diam; penarikan akan diberitahukan kepada penerima.'),
        ],
        [
          { value: 'no', text: 'Batal' },
          { value: 'yes', text: 'Teruskan', primary: true },
        ],
      );
      if (answer === 'yes') await this.desk.forward();
    };
    return [
      this.error,
      el('p', { class: 'soft' }, 'Jalur langsung: tahap sebelum penetapan, paling lama tujuh hari sejak pertama dilihat, oleh orang yang tidak ikut meninjau.'),
      el('div', { class: 'verbs' }, el('button', { type: 'button', class: 'primary', onclick: run }, 'Teruskan ke BKPSDM…')),
    ];
  }

  /** What was typed; without a form (the lease is lost) what was typed before. */
  get draft() {
    if (!this.reason) return this.kept;
    return { acts: this.boxes.filter((b) => b.checked).map((b) => b.value), reason: this.reason.value, exemption: this.exemption.value };
  }

  get unsaved() {
    return (this.draft?.reason.trim() ?? '') !== '';
  }

  /** The opinion as it will be sent, or null after saying at the field what is missing. */
  opinion(finding) {
    const { acts, reason, exemption } = this.draft;
    this.say('');
    if (finding === 'plausible' && acts.length === 0) {
      this.say('Pilih paling sedikit satu tindakan.');
      this.focus('acts');
      return null;
    }
    if (finding === 'not_a_violation' && exemption === '' && reason.trim() === '') {
      this.say('Pilih alasan HN, atau tulis alasannya.');
      this.exemption.focus();
      return null;
    }
    return {
      finding,
      acts: finding === 'plausible' ? acts : [],
      ...(finding === 'not_a_violation' && exemption !== '' ? { exemption } : {}),
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    };
  }

  focus(part) {
    if (part === 'reason') return this.reason?.focus();
    const checked = this.boxes?.find((b) => b.checked);
    if (!checked && this.others) this.others.open = true;
    (checked ?? this.boxes?.[0])?.focus();
  }

  say(text) {
    this.error.textContent = text;
  }

  setBusy(busy) {
    for (const b of this.node.querySelectorAll('button')) b.disabled = busy;
  }

  extend(until) {
    this.until = new Date(until).getTime();
  }

  endLease() {
    this.until = null;
  }

  /** Milliseconds left of the own lease; null when there is none. */
  tick() {
    if (this.until === null) return null;
    const left = this.until - Date.now();
    this.lease.textContent = `sewa ${clock(left)}`;
    return left;
  }
}
