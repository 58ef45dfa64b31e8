/** Accounts of the own region: who may sign in, with which roles; new ones, and what an administrator may do for them. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { http, type Outcome, send } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { Account } from '../api/types.ts';
import { announce } from '../app/announce.tsx';
import { useSession } from '../app/session.tsx';
import { useI18n } from '../i18n/index.tsx';
import { useProblem } from '../i18n/problem.ts';
import { Button } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { TextField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failure, Loading } from '../ui/states.tsx';
import { Tag } from '../ui/tag.tsx';
import { NewUser, OneTimePassword } from './new-user.tsx';
import { RoleText, UserRoles } from './office/user-roles.tsx';

const ADMINS = ['system_admin'] as const;
const SEARCH_CHARS = 80;

export function Users() {
  const { t } = useI18n();
  const session = useSession();
  const [text, setText] = useState('');
  const [adding, setAdding] = useState(false);
  const users = useInfiniteQuery({ ...queries.users(text.trim()), enabled: session.has(...ADMINS) });
  const rows = users.data?.pages.flatMap((p) => p.data) ?? [];
  return (
    <Page title={t('page.users')} about={t('users.about')} roles={ADMINS}>
      <div className="fields">
        <TextField label={t('users.search')} value={text} maxLength={SEARCH_CHARS} onChange={(e) => setText(e.target.value)} />
        <Button look="primary" onClick={() => setAdding(true)}>
          {t('users.new')}
        </Button>
      </div>
      <section className="card">
        {users.isPending ? <Loading /> : null}
        {users.isError ? <Failure error={users.error} again={() => void users.refetch()} /> : null}
        {users.isSuccess && rows.length === 0 ? <Empty title={t('users.none')} /> : null}
        {rows.length > 0 ? <UserTable rows={rows} /> : null}
        {users.hasNextPage ? <Button onClick={() => void users.fetchNextPage()}>{t('inbox.more')}</Button> : null}
      </section>
      {adding ? <NewUser close={() => setAdding(false)} /> : null}
    </Page>
  );
}

function UserTable({ rows }: { rows: readonly Account[] }) {
  const { t, term } = useI18n();
  const columns = useMemo<Column<Account>[]>(() => {
    return [
      { id: 'name', head: t('users.name'), value: (u) => u.display_name },
      { id: 'username', head: t('signin.username'), value: (u) => u.username },
      {
        id: 'roles',
        head: t('users.roles'),
        value: (u) => u.roles.map((r) => `${term('role', r.role)}, ${r.region}`).join('; '),
        cell: (u) => <Roles u={u} />,
      },
      { id: 'state', head: t('users.state'), value: (u) => (u.active ? 'a' : 'b'), cell: (u) => <UserState u={u} /> },
      { id: 'verbs', head: t('users.verbs'), value: () => null, cell: (u) => <Verbs u={u} /> },
    ];
  }, [t, term]);
  return <DataTable caption={t('users.caption')} columns={columns} rows={rows} rowId={(u) => String(u.id)} />;
}

function Roles({ u }: { u: Account }) {
  const { t } = useI18n();
  if (u.roles.length === 0) return t('users.no_role');
  return (
    <ul className="plain-list">
      {u.roles.map((r) => (
        <li key={`${r.role} ${r.region}`}>
          <RoleText r={r} />
        </li>
      ))}
    </ul>
  );
}

function UserState({ u }: { u: Account }) {
  const { t, absolute } = useI18n();
  const locked = u.locked_until !== null && new Date(u.locked_until).getTime() > Date.now();
  return (
    <>
      {u.active ? <Tag hue="done">{t('users.active')}</Tag> : <Tag hue="quiet">{t('users.inactive')}</Tag>}
      {locked ? <span className="small block">{t('users.locked', { until: absolute(u.locked_until) })}</span> : null}
      <span className="small soft block">{u.second_factor ? t('users.factor') : t('users.no_factor')}</span>
    </>
  );
}

type Verb = 'deactivate' | 'activate' | 'unlock' | 'password' | 'reset-second-factor';
const post = http.POST as unknown as (path: string, init: object) => Promise<Outcome<{ one_time_password?: string | null }>>;

/** Nothing for the own account and for those of a larger region: another administrator has to. */
function Verbs({ u }: { u: Account }) {
  const { t } = useI18n();
  const problem = useProblem();
  const client = useQueryClient();
  const [password, setPassword] = useState<string | null>(null);
  const [roles, setRoles] = useState(false);
  if (!u.managed) return null;
  const verbs: Verb[] = [u.active ? 'deactivate' : 'activate', ...(u.locked_until ? (['unlock'] as const) : []), 'password'];
  if (u.second_factor) verbs.push('reset-second-factor');
  const run = (verb: Verb) => {
    send((headers) => post(`/v1/users/${u.id}/${verb}`, { headers }))
      .then(async ({ data }) => {
        await client.invalidateQueries({ queryKey: ['users'] });
        announce(t('users.done', { name: u.display_name }));
        if (data.one_time_password) setPassword(data.one_time_password);
      })
      .catch((e: unknown) => announce(problem(e)));
  };
  return (
    <span className="verbs-row">
      <Button look="plain" onClick={() => setRoles(true)} aria-label={t('roles.of', { name: u.display_name })}>
        {t('roles.change')}
      </Button>
      {roles ? <UserRoles u={u} close={() => setRoles(false)} /> : null}
      {verbs.map((v) => (
        <Button key={v} look="plain" onClick={() => run(v)}>
          {t(`users.do.${v}`)}
        </Button>
      ))}
      {password ? <OneTimePassword name={u.display_name} password={password} close={() => setPassword(null)} /> : null}
    </span>
  );
}
