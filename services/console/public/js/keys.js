/** Single letters, outside text fields only, never with a modifier; each is also a labelled button and all can be switched off. */
import { ask, el } from './dom.js';

const STORE = 'pantau.pintasan';
const enabled = () => localStorage.getItem(STORE) !== 'mati';

const KEYS = [
  ['j / k', 'turun / naik di antrean'],
  ['Enter', 'buka kasus yang dipilih'],
  ['n', 'ambil kasus berikut'],
  ['a', 'ambil kasus yang terbuka'],
  ['1', 'masuk akal'],
  ['2', 'bukan pelanggaran'],
  ['3', 'perlu pembaca kedua'],
  ['c', 'ke pilihan tindakan'],
  ['r', 'ke alasan'],
  ['Esc', 'keluar dari kotak isian'],
  ['?', 'daftar ini'],
];

export async function showHelp() {
  const on = el('input', { type: 'checkbox', checked: enabled() });
  on.addEventListener('change', () => localStorage.setItem(STORE, on.checked ? 'hidup' : 'mati'));
  await ask(
    'Pintasan papan ketik',
    [
      el(
        'dl',
        {},
        KEYS.flatMap(([k, what]) => [el('dt', {}, el('kbd', {}, k)), el('dd', {}, what)]),
      ),
      el('label', { class: 'check' }, on, el('span', {}, 'Pintasan satu huruf aktif')),
    ],
    [{ value: 'ok', text: 'Tutup', primary: true }],
  );
}

const isField = (node) =>
  node instanceof HTMLElement && (node.isContentEditable || /^(TEXTAREA|SELECT)$/.test(node.tagName) || (node.tagName === 'INPUT' && node.type !== 'checkbox'));

export function keyboard(currentDesk) {
  addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && isField(e.target)) return e.target.blur();
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || isField(e.target) || document.querySelector('dialog[open]')) return;
    if (e.key === '?') return showHelp();
    const desk = currentDesk();
    if (!desk || !enabled()) return;
    const act = {
      j: () => desk.move(1),
      k: () => desk.move(-1),
      n: () => desk.next(),
      a: () => desk.claim(),
      1: () => desk.decide('plausible'),
      2: () => desk.decide('not_a_violation'),
      3: () => desk.decide('needs_second'),
      c: () => desk.focus('acts'),
      r: () => desk.focus('reason'),
    }[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  });
}
