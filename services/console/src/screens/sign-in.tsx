import { type FormEvent, useRef, useState } from 'react';
import { http, read } from '../api/client.ts';
import type { Me } from '../api/types.ts';
import { LanguageChoice } from '../app/choices.tsx';
import { useI18n } from '../i18n/index.tsx';
import { useProblem } from '../i18n/problem.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';

const USERNAME_CHARS = 80;
const PASSWORD_CHARS = 200;

export function SignIn({ done }: { done: (me: Me) => void }) {
  const { t } = useI18n();
  const problem = useProblem();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const passwordField = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError('');
    try {
      done(await read(http.POST('/v1/sessions', { body: { username, password } })));
    } catch (e) {
      setError(problem(e));
      setBusy(false);
      passwordField.current?.select();
    }
  };

  return (
    <main className="sign-in">
      <h1>Pantau</h1>
      <p className="soft">{t('signin.about')}</p>
      <form className="card stack" onSubmit={(e) => void submit(e)}>
        <TextField
          label={t('signin.username')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={USERNAME_CHARS}
          value={username}
          onChange={(e) => setUsername(e.target.value)}
        />
        <TextField
          ref={passwordField}
          label={t('signin.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={PASSWORD_CHARS}
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
        <p className="error" role="alert">
          {error}
        </p>
        <Button look="primary" submit disabled={busy}>
          {t('signin.enter')}
        </Button>
      </form>
      <LanguageChoice />
    </main>
  );
}
