/** Start, sign-in, and which page the address names. Filters and the open case live in the address, so back works. */
import { api, setCsrf, whenSignedOut } from './js/api.js';
import { Desk } from './js/desk.js';
import { announce, byId, el, fill } from './js/dom.js';
import { keyboard, showHelp } from './js/keys.js';
import { statisticsPage, statusPage } from './js/pages.js';
import { signInPage } from './js/signin.js';
import { ROLES } from './js/texts.js';

const main = byId('main');
const top = byId('top');
let session = null;
let desk = null;

const READS_CASES = ['analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor', 'personnel_office'];
const READS_FIGURES = ['analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor', 'stats_reader'];
const has = (roles) => session.me.roles.some((r) => roles.includes(r.role));

/** Only what works for this person: an entry without a screen behind it is a defect. */
const PAGES = [
  { path: 'antrean', name: 'Antrean', open: () => has(READS_CASES), show: (params) => showDesk(null, params) },
  { path: 'kasus', open: () => has(READS_CASES), show: (params, id) => showDesk(Number(id), params) },
  { path: 'statistik', name: 'Statistik', open: () => has(READS_FIGURES), show: (params) => showPage(statisticsPage(session, params)) },
  {
    path: 'status',
    name: 'Register & sumber',
    open: () => session.me.roles.some((r) => !['personnel_office', 'stats_reader'].includes(r.role)),
    show: () => showPage(statusPage()),
  },
];

function address() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [page, id] = path.split('/');
  return { page, id, params: new URLSearchParams(query ?? '') };
}

function showDesk(caseId, params) {
  if (!desk) {
    desk = new Desk(session);
    fill(main, desk.node);
  }
  desk.show(params, caseId);
}

function showPage(node) {
  desk?.close();
  desk = null;
  fill(main, node);
}

function route() {
  if (!session) return;
  const { page, id, params } = address();
  const wanted = PAGES.find((p) => p.path === page && p.open()) ?? PAGES.find((p) => p.name && p.open());
  if (!wanted) return showPage(el('p', { class: 'empty' }, 'Akun Anda belum mempunyai peran. Hubungi admin sistem.'));
  if (wanted.path !== page) return location.replace(`#/${wanted.path}`);
  for (const a of top.querySelectorAll('nav a')) {
    const current = a.dataset.page === page || (page === 'kasus' && a.dataset.page === 'antrean');
    if (current) a.setAttribute('aria-current', 'page');
    else a.removeAttribute('aria-current');
  }
  wanted.show(params, id);
}

function frame() {
  const links = PAGES.filter((p) => p.name && p.open()).map((p) => el('a', { href: `#/${p.path}`, 'data-page': p.path }, p.name));
  const scope = session.me.roles.map((r) => `${ROLES[r.role] ?? r.role}, ${r.region_name ?? r.region}`).join(' · ');
  fill(
    top,
    el('a', { class: 'brand', href: '#/antrean' }, 'Pantau'),
    el('nav', { 'aria-label': 'Utama' }, links),
    el(
      'div',
      { class: 'me' },
      el('span', { class: 'scope small soft' }, scope),
      el('span', {}, session.me.display_name),
      el('button', { type: 'button', class: 'plain', onclick: showHelp, 'aria-label': 'Bantuan dan pintasan' }, '?'),
      el('button', { type: 'button', class: 'plain', onclick: signOut }, 'Keluar'),
    ),
  );
  top.hidden = false;
}

async function begin(me) {
  setCsrf(me.csrf);
  const [vocabulary, regions] = await Promise.all([api.get('/v1/vocabulary'), api.get('/v1/regions')]);
  session = { me, vocabulary, regions: regions.data };
  frame();
  route();
}

function signedOut(message) {
  session = null;
  desk?.close();
  desk = null;
  top.hidden = true;
  fill(main, signInPage(begin));
  if (message) announce(message);
}

async function signOut() {
  if (desk && !desk.mayLeave()) return;
  try {
    await api.signOut();
  } catch (e) {
    if (e.status !== 401) return announce(e.message);
  }
  signedOut('Anda sudah keluar. Kasus yang Anda pegang dilepas.');
}

let previous = location.hash;
addEventListener('hashchange', () => {
  if (desk && !desk.mayLeave(address())) return history.replaceState(null, '', previous);
  previous = location.hash;
  route();
});
addEventListener('beforeunload', (e) => {
  if (desk?.unsaved) e.preventDefault();
});
keyboard(() => desk);
whenSignedOut(() => signedOut('Sesi berakhir. Masuk kembali.'));

try {
  await begin(await api.get('/v1/me'));
} catch (e) {
  signedOut(e.status === 401 ? '' : e.message);
}
