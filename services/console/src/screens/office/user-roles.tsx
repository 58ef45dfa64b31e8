/** The roles of a person, region by region, some until a day. Whatever is saved ends their sessions. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { http, send } from '../../api/client.ts';
import type { Account, Role } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { useAct } from '../../ui/use-act.ts';
import { Ask } from './keys.tsx';

type Held = Account['roles'][number];
const keyOf = (r: { role: string; region: string }): string => `${r.role}@${r.region}`;
/** The last moment of the chosen day where most of the country lives. */
const endOf = (day: string): string => `${day}T23:59:59+07:00`;

export function UserRoles({ u, close }: { u: Account; close: () => void }) {
  const { t, term } = useI18n();
  const { me, regions, vocabulary } = useSession();
  const client = useQueryClient();
  const act = useAct();
  const own = me.roles.find((r) => r.role === 'system_admin')?.region ?? '';
  const [held, setHeld] = useState<readonly Held[]>(u.roles);
  const [next, setNext] = useState<{ role: Role; region: string; until: string }>({ role: 'analyst', region: u.region, until: '' });
  const inside = regions.filter((r) => own === 'ID' || r.code === own || r.code.startsWith(`${own}.`));
  const add = () => {
    const role: Held = { role: next.role, region: next.region, until: next.until ? endOf(next.until) : null };
    setHeld([...held.filter((r) => keyOf(r) !== keyOf(role)), role]);
  };
  const submit = () => {
    const before = new Map(u.roles.map((r) => [keyOf(r), r.until]));
    const grant = held.filter((r) => !before.has(keyOf(r)) || before.get(keyOf(r)) !== r.until);
    const revoke = u.roles.filter((r) => !held.some((h) => keyOf(h) === keyOf(r))).map(({ role, region }) => ({ role, region }));
    act.run(
      () => send((headers) => http.POST('/v1/users/{id}/roles', { params: { path: { id: u.id } }, body: { grant, revoke }, headers })),
      () => {
        void client.invalidateQueries({ queryKey: ['users'] });
        announce(t('users.done', { name: u.display_name }));
        close();
      },
    );
  };
  return (
    <Ask title={t('roles.of', { name: u.display_name })} verb={t('do.save')} act={act} submit={submit} close={close}>
      <p className="soft">{t('roles.about')}</p>
      {held.length === 0 ? <p>{t('users.no_role')}</p> : null}
      <ul className="role-list">
        {held.map((r) => (
          <li key={keyOf(r)}>
            <span>
              <RoleText r={r} />
            </span>
            <Button
              look="plain"
              onClick={() => setHeld(held.filter((x) => keyOf(x) !== keyOf(r)))}
              aria-label={t('roles.remove', { role: term('role', r.role) })}
            >
              {t('roles.take')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="fields">
        <Select
          label={t('users.role')}
          value={next.role}
          onChange={(role) => setNext({ ...next, role: role as Role })}
          options={vocabulary.roles.map((r) => [r, term('role', r)] as const)}
        />
        <Select
          label={t('filter.region')}
          value={next.region}
          onChange={(region) => setNext({ ...next, region })}
          options={[...(own === 'ID' ? ([['ID', term('region', 'ID')]] as const) : []), ...inside.map((r) => [r.code, r.name] as const)]}
        />
        <TextField label={t('roles.until')} type="date" value={next.until} onChange={(e) => setNext({ ...next, until: e.target.value })} />
        <Button onClick={add}>{t('roles.add')}</Button>
      </div>
    </Ask>
  );
}

export function RoleText({ r }: { r: Held }) {
  const { t, term, day } = useI18n();
  const { regions } = useSession();
  const name = regions.find((x) => x.code === r.region)?.name ?? term('region', r.region);
  const over = r.until !== null && Date.parse(r.until) < Date.now();
  return (
    <>
      {term('role', r.role)}, {name}
      {r.until ? <span className="soft small"> · {over ? t('roles.over') : t('roles.until_day', { day: day(r.until) })}</span> : null}
    </>
  );
}
