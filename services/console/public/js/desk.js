/** Queue, post and decision side by side; keeps the open case and its lease. */
import { api, Refused } from './api.js';
import { CaseReading } from './case.js';
import { Decision } from './decision.js';
import { announce, el, fill } from './dom.js';
import { Queue } from './queue.js';

const HEARTBEAT_BELOW_MS = 6 * 60_000;
const ACTIVE_WITHIN_MS = 5 * 60_000;

export class Desk {
  constructor(session) {
    this.session = session;
    this.queue = new Queue(session, { next: () => this.next() });
    this.reading = el('article', { class: 'reading', 'aria-label': 'Pos' });
    this.side = el('aside', { class: 'decision', 'aria-label': 'Keputusan', hidden: true });
    this.node = el('div', { class: 'desk' }, this.queue.node, this.reading, this.side);
    this.decision = null;
    this.current = null;
    this.busy = false;
    this.lastActive = Date.now();
    this.active = () => {
      this.lastActive = Date.now();
    };
    for (const type of ['keydown', 'pointerdown']) addEventListener(type, this.active);
    this.timer = setInterval(() => this.#tick(), 1000);
  }

  close() {
    clearInterval(this.timer);
    for (const type of ['keydown', 'pointerdown']) removeEventListener(type, this.active);
  }

  get unsaved() {
    return this.decision?.unsaved ?? false;
  }

  mayLeave(to) {
    if (to?.page === 'kasus' && Number(to.id) === this.caseId) return true;
    return !this.unsaved || confirm('Alasan yang Anda ketik belum dikirim. Tinggalkan kasus ini?');
  }

  async show(params, caseId) {
    this.params = params;
    const queue = this.queue.show(params, caseId);
    this.node.classList.toggle('open', caseId !== null);
    if (caseId === null) {
      this.caseId = null;
      this.current = null;
      this.decision = null;
      this.side.hidden = true;
      fill(
        this.reading,
        el(
          'p',
          { class: 'empty' },
          this.queue.reviews ? 'Pilih kasus di antrean, atau tekan n untuk mengambil kasus yang paling mendesak.' : 'Pilih kasus di antrean.',
        ),
      );
      return queue;
    }
    if (caseId !== this.caseId) {
      this.caseId = caseId;
      this.decision = null;
      await this.#load();
    }
    return queue;
  }

  /** Reads the case; `keep` leaves what was typed where it is. */
  async #load(keep = false) {
    const id = this.caseId;
    const draft = keep ? this.decision?.draft : undefined;
    try {
      const { data, etag } = await api.getWithTag(`/v1/cases/${id}`);
      if (id !== this.caseId) return;
      this.current = data;
      this.etag = etag;
      fill(this.reading, new CaseReading(data, this.#back()).node);
      if (!keep) this.reading.scrollTop = 0;
      this.decision = new Decision(data, this.session.vocabulary, this, draft);
      fill(this.side, this.decision.node);
      this.side.hidden = false;
      this.queue.update(summaryOf(data));
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      if (id !== this.caseId) return;
      this.side.hidden = true;
      fill(this.reading, el('p', { class: 'empty' }, e.message), this.#back());
    }
  }

  #back() {
    return el('a', { class: 'back', href: `#/antrean${this.params.size > 0 ? `?${this.params}` : ''}` }, '‹ Kembali ke antrean');
  }

  /** One request at a time: a double press or double click acts once. */
  async #act(work) {
    if (this.busy) return;
    this.busy = true;
    this.decision?.setBusy(true);
    try {
      await work();
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      announce(e.message);
      this.decision?.say(e.message);
      if (['precondition_failed', 'case_not_claimed', 'case_held_by_other', 'case_wrong_state'].includes(e.code)) {
        await this.#load(true);
        this.decision?.say(e.message);
      }
    } finally {
      this.busy = false;
      this.decision?.setBusy(false);
    }
    // Counts are a courtesy: when they cannot be read now, the old ones stand until the next step.
    await this.queue.countAgain().catch(() => {});
  }

  claim() {
    if (!this.current?.may.claim || this.current.may.decide) return;
    return this.#act(async () => {
      await api.post(`/v1/cases/${this.caseId}/claim`);
      await this.#load(true);
      announce('Anda memegang kasus ini selama sepuluh menit.');
    });
  }

  release() {
    return this.#act(async () => {
      await api.post(`/v1/cases/${this.caseId}/release`);
      await this.#load();
      announce('Kasus dilepas.');
    });
  }

  next() {
    if (!this.mayLeave()) return;
    return this.#act(async () => {
      const body = {};
      for (const name of ['region', 'label']) if (this.params.get(name)) body[name] = this.params.get(name);
      const { data } = await api.post('/v1/cases/next', body);
      if (!data.case) return announce('Tidak ada kasus bebas dalam saringan ini.');
      this.decision = null;
      location.hash = `#/kasus/${data.case.id}${this.params.size > 0 ? `?${this.params}` : ''}`;
    });
  }

  decide(finding) {
    if (!this.current?.may.decide) return;
    const opinion = this.decision.opinion(finding);
    if (!opinion) return;
    return this.#act(async () => {
      const { data } = await api.post(`/v1/cases/${this.caseId}/opinions`, opinion, this.etag);
      this.decision = null;
      await this.#load();
      announce(outcomeText(data, finding));
      this.side.querySelector('button.primary')?.focus();
    });
  }

  forward() {
    return this.#act(async () => {
      const { data } = await api.post(`/v1/cases/${this.caseId}/forward`, undefined, this.etag);
      await this.#load();
      announce(
        data.deliveries > 0 ? `Diteruskan; ${data.deliveries} pemberitahuan dikirim.` : 'Diteruskan. Belum ada instansi yang berlangganan di wilayah ini.',
      );
    });
  }

  focus(part) {
    this.decision?.focus(part);
  }

  move(step) {
    this.queue.move(step);
  }

  #tick() {
    const left = this.decision?.tick();
    if (left === undefined || left === null || this.busy) return;
    if (left <= 0) {
      this.decision.endLease();
      announce('Sewa kasus berakhir. Yang Anda ketik tidak hilang.');
      void this.#load(true);
    } else if (left < HEARTBEAT_BELOW_MS && document.visibilityState === 'visible' && Date.now() - this.lastActive < ACTIVE_WITHIN_MS) void this.#heartbeat();
  }

  async #heartbeat() {
    if (this.beating) return;
    this.beating = true;
    try {
      const { data } = await api.post(`/v1/cases/${this.caseId}/heartbeat`);
      this.decision?.extend(data.lease_until);
    } catch (e) {
      announce(e.message);
    } finally {
      this.beating = false;
    }
  }
}

function outcomeText(d, finding) {
  if (d.waiting_for === 'second') return 'Pendapat disegel. Kasus menunggu pembaca kedua.';
  if (d.waiting_for === 'third') return 'Pendapat disegel. Pembaca berbeda pendapat; kasus menunggu pembaca ketiga.';
  if (d.state === 'CONFIRMED') return 'Tersimpan: dugaan dikonfirmasi.';
  return finding === 'plausible' ? 'Tersimpan: tidak ada tindakan yang disepakati; kasus ditutup.' : 'Tersimpan: bukan pelanggaran.';
}

const summaryOf = ({ id, state, holder, due_at, priority, revision }) => ({ id, state, holder, due_at, priority, revision });
