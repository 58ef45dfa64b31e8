/** The pages, in the order of the rail, and who may use them. A page without a screen is not in this list. */
import type { PlainKey } from '../i18n/catalogue.ts';
import type { IconName } from '../ui/icon.tsx';
import { CASE_READERS, DECIDERS, FOLLOWERS, LEASE_BREAKERS, REVIEWERS, STAFF } from './roles.ts';
import type { Session } from './session.tsx';

export interface Page {
  path:
    | '/antrean'
    | '/kasus-saya'
    | '/tindak-lanjut'
    | '/pegangan'
    | '/ringkasan'
    | '/aturan'
    | '/register'
    | '/sumber'
    | '/kode'
    | '/pengguna'
    | '/kunci'
    | '/privasi'
    | '/privasi/penahanan'
    | '/cadangan'
    | '/audit'
    | '/mulai';
  name: PlainKey;
  icon: IconName;
  open: (session: Session) => boolean;
}

export const PAGES: readonly Page[] = [
  { path: '/antrean', name: 'page.inbox', icon: 'inbox', open: (s) => s.has(...CASE_READERS) },
  { path: '/kasus-saya', name: 'page.mine', icon: 'mine', open: (s) => s.has(...REVIEWERS) },
  { path: '/tindak-lanjut', name: 'page.follow_up', icon: 'check', open: (s) => s.has(...FOLLOWERS) },
  { path: '/pegangan', name: 'page.leases', icon: 'hand', open: (s) => s.has(...LEASE_BREAKERS) },
  { path: '/ringkasan', name: 'page.overview', icon: 'chart', open: (s) => s.has(...DECIDERS) },
  { path: '/aturan', name: 'page.rules', icon: 'rules', open: (s) => s.has(...STAFF) },
  { path: '/register', name: 'page.registers', icon: 'book', open: (s) => s.has(...STAFF) },
  { path: '/sumber', name: 'page.sources', icon: 'feed', open: (s) => s.has(...STAFF) },
  { path: '/pengguna', name: 'page.users', icon: 'people', open: (s) => s.has('system_admin') },
  { path: '/kunci', name: 'page.keys', icon: 'link', open: (s) => s.has('system_admin', 'auditor') },
  { path: '/privasi', name: 'page.privacy', icon: 'clock', open: (s) => s.has('auditor', 'commissioner', 'system_admin') },
  // Whoever handles cases sees holds and requests, and no terms of keeping.
  {
    path: '/privasi/penahanan',
    name: 'page.privacy',
    icon: 'clock',
    open: (s) => s.has('handling_officer') && !s.has('auditor', 'commissioner', 'system_admin'),
  },
  { path: '/cadangan', name: 'page.backups', icon: 'check', open: (s) => s.has('system_admin', 'auditor') },
  { path: '/audit', name: 'page.audit', icon: 'audit', open: (s) => s.has('auditor') },
  { path: '/mulai', name: 'page.setup', icon: 'gear', open: (s) => s.me.roles.some((r) => r.role === 'system_admin' && r.region === 'ID') },
  { path: '/kode', name: 'page.codes', icon: 'scales', open: () => true },
];
