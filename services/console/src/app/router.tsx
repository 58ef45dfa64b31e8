/**
 * Everything has an address; filters and the open case live in it, so back works. The page stands after the number sign:
 * links in notices that were sent already keep working, and nothing of it reaches the log of a proxy.
 */
import { createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate, redirect } from '@tanstack/react-router';
import { useI18n } from '../i18n/index.tsx';
import { Desk } from '../screens/inbox/desk.tsx';
import { readFilters } from '../screens/inbox/filters.ts';
import { readOverviewSearch } from '../screens/overview/filters.ts';
import { readRulesSearch } from '../screens/rules/search.ts';
import { Page } from '../ui/page.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import { Frame } from './frame.tsx';
import { PAGES } from './pages.ts';
import { useSession } from './session.tsx';

const root = createRootRoute({
  component: Frame,
  errorComponent: ({ error, reset }) => <Failure error={error} again={reset} />,
  notFoundComponent: () => <Navigate to="/" />,
});

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });

/** Queue and case share it: opening a case does not build the queue again. */
const desk = createRoute({ getParentRoute: () => root, id: 'desk', component: Desk, validateSearch: readFilters });
const inbox = createRoute({ getParentRoute: () => desk, path: 'antrean', component: Nothing });
const openCase = createRoute({ getParentRoute: () => desk, path: 'kasus/$caseId', component: Nothing });
const mine = createRoute({
  getParentRoute: () => root,
  path: 'kasus-saya',
  beforeLoad: () => {
    throw redirect({ to: '/antrean', search: { tampilan: 'saya' } });
  },
});
const groups = createRoute({
  getParentRoute: () => root,
  path: 'kelompok',
  component: lazyRouteComponent(() => import('../screens/groups/groups.tsx'), 'Groups'),
});
const group = createRoute({
  getParentRoute: () => root,
  path: 'kelompok/$groupId',
  component: lazyRouteComponent(() => import('../screens/groups/group.tsx'), 'Group'),
});
const followUp = createRoute({
  getParentRoute: () => root,
  path: 'tindak-lanjut',
  component: lazyRouteComponent(() => import('../screens/follow-up/follow-up.tsx'), 'FollowUp'),
});
const leases = createRoute({ getParentRoute: () => root, path: 'pegangan', component: lazyRouteComponent(() => import('../screens/leases.tsx'), 'Leases') });
const overview = createRoute({
  getParentRoute: () => root,
  path: 'ringkasan',
  component: lazyRouteComponent(() => import('../screens/overview/overview.tsx'), 'Overview'),
  validateSearch: readOverviewSearch,
});
const rules = createRoute({
  getParentRoute: () => root,
  path: 'aturan',
  component: lazyRouteComponent(() => import('../screens/rules/rules.tsx'), 'Rules'),
  validateSearch: readRulesSearch,
});
const registers = createRoute({
  getParentRoute: () => root,
  path: 'register',
  component: lazyRouteComponent(() => import('../screens/registers/versions.tsx'), 'Versions'),
});
const contests = createRoute({
  getParentRoute: () => root,
  path: 'register/kontes',
  component: lazyRouteComponent(() => import('../screens/registers/contests.tsx'), 'Contests'),
});
const contest = createRoute({
  getParentRoute: () => root,
  path: 'register/kontes/$contestId',
  component: lazyRouteComponent(() => import('../screens/registers/contest.tsx'), 'Contest'),
});
const accounts = createRoute({
  getParentRoute: () => root,
  path: 'register/akun',
  component: lazyRouteComponent(() => import('../screens/registers/accounts.tsx'), 'Accounts'),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: 'register/impor',
  component: lazyRouteComponent(() => import('../screens/registers/imports.tsx'), 'Imports'),
});
const oneImport = createRoute({
  getParentRoute: () => root,
  path: 'register/impor/$importId',
  component: lazyRouteComponent(() => import('../screens/registers/import.tsx'), 'Import'),
});
const sources = createRoute({ getParentRoute: () => root, path: 'sumber', component: lazyRouteComponent(() => import('../screens/sources.tsx'), 'Sources') });
const codes = createRoute({ getParentRoute: () => root, path: 'kode', component: lazyRouteComponent(() => import('../screens/codes.tsx'), 'Codes') });

const users = createRoute({ getParentRoute: () => root, path: 'pengguna', component: lazyRouteComponent(() => import('../screens/users.tsx'), 'Users') });
const audit = createRoute({ getParentRoute: () => root, path: 'audit', component: lazyRouteComponent(() => import('../screens/audit.tsx'), 'Audit') });

const keys = createRoute({ getParentRoute: () => root, path: 'kunci', component: lazyRouteComponent(() => import('../screens/office/keys.tsx'), 'Keys') });
const retention = createRoute({
  getParentRoute: () => root,
  path: 'privasi',
  component: lazyRouteComponent(() => import('../screens/office/privacy.tsx'), 'Retention'),
});
const holds = createRoute({
  getParentRoute: () => root,
  path: 'privasi/penahanan',
  component: lazyRouteComponent(() => import('../screens/office/holds.tsx'), 'Holds'),
});
const requests = createRoute({
  getParentRoute: () => root,
  path: 'privasi/permintaan',
  component: lazyRouteComponent(() => import('../screens/office/requests.tsx'), 'Requests'),
});
const request = createRoute({
  getParentRoute: () => root,
  path: 'privasi/permintaan/$requestId',
  component: lazyRouteComponent(() => import('../screens/office/request.tsx'), 'Request'),
});
const backups = createRoute({
  getParentRoute: () => root,
  path: 'cadangan',
  component: lazyRouteComponent(() => import('../screens/office/backups.tsx'), 'Backups'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: 'akun-saya',
  component: lazyRouteComponent(() => import('../screens/office/me.tsx'), 'MyAccount'),
});
const firstSteps = createRoute({
  getParentRoute: () => root,
  path: 'mulai',
  component: lazyRouteComponent(() => import('../screens/setup/first-steps.tsx'), 'FirstSteps'),
});

const registerRoutes = [registers, contests, contest, accounts, imports, oneImport];
const officeRoutes = [keys, retention, holds, requests, request, backups, account, firstSteps];

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    desk.addChildren([inbox, openCase]),
    mine,
    groups,
    group,
    followUp,
    leases,
    overview,
    rules,
    ...registerRoutes,
    ...officeRoutes,
    sources,
    codes,
    users,
    audit,
  ]),
  history: createHashHistory(),
  // Plain words: a region like 16.70 must not become a number on its way through the address.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(Object.entries(search).map(([k, v]) => [k, String(v)])).toString();
    return text === '' ? '' : `?${text}`;
  },
  defaultPendingComponent: Loading,
  // A link under the pointer is only a wish; reading a case is recorded, so nothing is read ahead.
  defaultPreload: false,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** The desk draws both; what is open it sees in the address. */
function Nothing() {
  return null;
}

/** The first page this person may use. */
function Home() {
  const { t } = useI18n();
  const session = useSession();
  const first = PAGES.find((p) => p.open(session));
  if (session.me.roles.length === 0 || !first) return <Page title={t('home.no_role')} about={t('home.no_role_hint')} />;
  return <Navigate to={first.path} replace />;
}
