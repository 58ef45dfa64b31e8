import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { http, Refused, send } from '../api/client.ts';
import type { Role } from '../api/types.ts';
import { useSession } from '../app/session.tsx';
import { useI18n } from '../i18n/index.tsx';
import { useProblem } from '../i18n/problem.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Fault } from '../ui/fault.tsx';
import { Select, TextField } from '../ui/field.tsx';

const NAME_CHARS = 200;
const USERNAME_CHARS = 80;

export function NewUser({ close }: { close: () => void }) {
  const { t, term } = useI18n();
  const session = useSession();
  const problem = useProblem();
  const client = useQueryClient();
  const own = session.me.roles.find((r) => r.role === 'system_admin')?.region ?? '';
  const [form, setForm] = useState({ username: '', display_name: '', region: own, role: '' });
  const [error, setError] = useState('');
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const set = (patch: Partial<typeof form>) => setForm({ ...form, ...patch });
  const regions = session.regions.filter((r) => own === 'ID' || r.code === own || r.code.startsWith(`${own}.`));
  const submit = () => {
    setBusy(true);
    setError('');
    const { role, ...person } = form;
    send((headers) => http.POST('/v1/users', { body: { ...person, roles: role ? [{ role: role as Role, region: form.region }] : [] }, headers }))
      .then(async ({ data }) => {
        await client.invalidateQueries({ queryKey: ['users'] });
        setPassword(data.one_time_password ?? '');
      })
      .catch((e: unknown) => {
        setError(problem(e));
        if (e instanceof Refused) setFaults(Object.fromEntries(e.errors.map((x) => [x.path.replace(/^body[/.]/, ''), x.message])));
      })
      .finally(() => setBusy(false));
  };
  if (password !== null) return <OneTimePassword name={form.display_name} password={password} close={close} />;
  return (
    <Dialog
      title={t('users.new')}
      open
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('do.cancel')}</Button>
          <Button look="primary" onClick={submit} disabled={busy}>
            {t('do.save')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('users.name')}
        value={form.display_name}
        error={faults.display_name}
        maxLength={NAME_CHARS}
        onChange={(e) => set({ display_name: e.target.value })}
      />
      <TextField
        label={t('signin.username')}
        hint={t('users.username_hint')}
        value={form.username}
        error={faults.username}
        maxLength={USERNAME_CHARS}
        autoCapitalize="none"
        onChange={(e) => set({ username: e.target.value })}
      />
      <Select label={t('filter.region')} value={form.region} onChange={(region) => set({ region })} options={regions.map((r) => [r.code, r.name] as const)} />
      <Select
        label={t('users.role')}
        value={form.role}
        onChange={(role) => set({ role })}
        options={[['', t('users.no_role')], ...session.vocabulary.roles.map((r) => [r, term('role', r)] as const)]}
      />
      <Fault text={error} />
    </Dialog>
  );
}

/** Shown once; whoever signs in with it must choose another. */
export function OneTimePassword({ name, password, close }: { name: string; password: string; close: () => void }) {
  const { t } = useI18n();
  return (
    <Dialog
      title={t('users.password')}
      open
      onClose={close}
      actions={
        <Button look="primary" onClick={close}>
          {t('do.close')}
        </Button>
      }
    >
      <p>{t('users.password_about', { name })}</p>
      <p>
        <code>{password}</code>
      </p>
    </Dialog>
  );
}
