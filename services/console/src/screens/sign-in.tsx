import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { http, Refused, read } from '../api/client.ts';
import { office } from '../api/office-queries.ts';
import { queries } from '../api/queries.ts';
import type { Me } from '../api/types.ts';
import { LanguageChoice } from '../app/choices.tsx';
import { useI18n } from '../i18n/index.tsx';
import { useProblem } from '../i18n/problem.ts';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { TextField } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { FirstAdmin } from './setup/first-admin.tsx';

const USERNAME_CHARS = 80;
const CODE_CHARS = 20;

export function SignIn({ done }: { done: (me: Me) => void }) {
  const { t } = useI18n();
  const form = useSignIn(done);
  const methods = useQuery(queries.signInMethods());
  const setup = useQuery(office.setup());
  const [made, setMade] = useState(false);
  // Behind a button: an installation may have lost its administrator and still have people who sign in, and may be typing.
  const [setting, setSetting] = useState(false);
  if (setting && !made) return <FirstAdmin done={() => setMade(true)} />;
  return (
    <main className="sign-in">
      <h1>Pantau</h1>
      <p className="soft">{made ? t('setup.made') : t('signin.about')}</p>
      <form className="card stack" onSubmit={(e) => void form.submit(e)}>
        <TextField
          label={t('signin.username')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={USERNAME_CHARS}
          value={form.username}
          onChange={(e) => form.setUsername(e.target.value)}
        />
        <PasswordField
          ref={form.passwordField}
          label={t('signin.password')}
          name="password"
          autoComplete="current-password"
          value={form.password}
          onChange={(e) => form.setPassword(e.target.value)}
        />
        {form.asksCode ? (
          <TextField
            label={t('signin.code')}
            hint={t('signin.code_hint')}
            name="code"
            autoComplete="one-time-code"
            autoFocus
            required
            maxLength={CODE_CHARS}
            value={form.code}
            onChange={(e) => form.setCode(e.target.value)}
          />
        ) : null}
        <Fault text={form.error} />
        <Button look="primary" submit disabled={form.busy}>
          {t('signin.enter')}
        </Button>
        {methods.data?.oidc ? (
          <a className="button" href="/v1/oidc/start">
            {t('signin.oidc', { name: methods.data.oidc.name })}
          </a>
        ) : null}
      </form>
      {setup.data?.needed && !made ? <Button onClick={() => setSetting(true)}>{t('setup.title')}…</Button> : null}
      <LanguageChoice />
    </main>
  );
}

/** Single sign-on leads back here with the code of what went wrong. */
const wentWrong = (): string | undefined => /[?&]galat=([a-z_]+)/.exec(location.hash)?.[1];

function useSignIn(done: (me: Me) => void) {
  const problem = useProblem();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(() => {
    const galat = wentWrong();
    return galat ? problem(new Refused(401, galat, '')) : '';
  });
  const passwordField = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError('');
    try {
      done(await read(http.POST('/v1/sessions', { body: { username, password, ...(code ? { code } : {}) } })));
    } catch (e) {
      setBusy(false);
      if (e instanceof Refused && e.code === 'second_factor_required' && !asksCode) return setAsksCode(true);
      setError(problem(e));
      if (!asksCode) passwordField.current?.select();
    }
  };
  return { username, setUsername, password, setPassword, code, setCode, asksCode, busy, error, submit, passwordField };
}
