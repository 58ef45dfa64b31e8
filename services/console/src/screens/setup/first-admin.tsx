/** The first person of a new installation. The token comes from whoever started it; without it nothing is made. */
import { type FormEvent, useState } from 'react';
import { http, read } from '../../api/client.ts';
import { LanguageChoice } from '../../app/choices.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { TextField } from '../../ui/field.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { useAct } from '../../ui/use-act.ts';

const TOKEN_CHARS = 100;
const USERNAME_CHARS = 80;
const NAME_CHARS = 200;
const USERNAME = '[a-z0-9][a-z0-9._\\-]{1,79}';

export function FirstAdmin({ done }: { done: () => void }) {
  const { t } = useI18n();
  const act = useAct();
  const [form, setForm] = useState({ token: '', username: '', display_name: '', password: '' });
  const set = (patch: Partial<typeof form>) => setForm({ ...form, ...patch });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run(() => read(http.POST('/v1/setup/administrator', { body: { ...form, token: form.token.trim() } })), done);
  };
  return (
    <main className="sign-in">
      <h1>Pantau</h1>
      <form className="card stack" onSubmit={submit}>
        <h2>{t('setup.title')}</h2>
        <p className="soft">{t('setup.about')}</p>
        <TextField
          label={t('setup.token')}
          hint={t('setup.token_hint')}
          required
          autoComplete="off"
          spellCheck={false}
          maxLength={TOKEN_CHARS}
          value={form.token}
          onChange={(e) => set({ token: e.target.value })}
        />
        <TextField
          label={t('users.name')}
          required
          autoComplete="name"
          maxLength={NAME_CHARS}
          value={form.display_name}
          onChange={(e) => set({ display_name: e.target.value })}
        />
        <TextField
          label={t('signin.username')}
          hint={t('users.username_hint')}
          required
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          pattern={USERNAME}
          maxLength={USERNAME_CHARS}
          value={form.username}
          onChange={(e) => set({ username: e.target.value })}
        />
        <PasswordField
          label={t('signin.password')}
          hint={t('finish.password_hint')}
          autoComplete="new-password"
          value={form.password}
          onChange={(e) => set({ password: e.target.value })}
        />
        <Fault text={act.error} />
        <Button look="primary" submit disabled={act.busy}>
          {t('setup.make')}
        </Button>
      </form>
      <LanguageChoice />
    </main>
  );
}
