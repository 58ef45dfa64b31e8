/** A session that is not finished yet: a password of one's own, and the second factor that a role needs. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { http, read } from '../api/client.ts';
import type { Me } from '../api/types.ts';
import { useI18n } from '../i18n/index.tsx';
import { useProblem } from '../i18n/problem.ts';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { TextField } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';

const CODE_CHARS = 20;

interface Props {
  me: Me;
  done: (me: Me) => void;
  signOut: () => void;
}

export const isUnfinished = (me: Me): boolean => me.must_change_password || me.second_factor.missing;

export function Finish({ me, done, signOut }: Props) {
  const { t } = useI18n();
  const step = me.must_change_password ? <OwnPassword done={done} /> : me.second_factor.set ? <PassFactor done={done} /> : <SetFactor me={me} done={done} />;
  return (
    <main className="sign-in">
      <h1>Pantau</h1>
      {step}
      <Button look="plain" onClick={signOut}>
        {t('session.sign_out')}
      </Button>
    </main>
  );
}

/** One form, one request, one fault. */
function useStep(run: () => Promise<void>): { busy: boolean; error: string; submit: (e: FormEvent) => void } {
  const problem = useProblem();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError('');
    run()
      .catch((e: unknown) => setError(problem(e)))
      .finally(() => setBusy(false));
  };
  return { busy, error, submit };
}

function Step({ title, about, step, verb, children }: { title: string; about: string; step: ReturnType<typeof useStep>; verb: string; children: ReactNode }) {
  return (
    <form className="card stack" onSubmit={step.submit}>
      <h2>{title}</h2>
      <p className="soft">{about}</p>
      {children}
      <Fault text={step.error} />
      <Button look="primary" submit disabled={step.busy}>
        {verb}
      </Button>
    </form>
  );
}

function OwnPassword({ done }: { done: (me: Me) => void }) {
  const { t } = useI18n();
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const step = useStep(async () => done(await read(http.PUT('/v1/me/password', { body: { current, new: wanted } }))));
  return (
    <Step title={t('finish.password')} about={t('finish.password_about')} step={step} verb={t('do.save')}>
      <PasswordField label={t('finish.password_current')} autoComplete="current-password" value={current} onChange={(e) => setCurrent(e.target.value)} />
      <PasswordField
        label={t('finish.password_new')}
        hint={t('finish.password_hint')}
        autoComplete="new-password"
        value={wanted}
        onChange={(e) => setWanted(e.target.value)}
      />
    </Step>
  );
}

function CodeField({ code, setCode }: { code: string; setCode: (code: string) => void }) {
  const { t } = useI18n();
  return (
    <TextField label={t('signin.code')} autoComplete="one-time-code" required maxLength={CODE_CHARS} value={code} onChange={(e) => setCode(e.target.value)} />
  );
}

function PassFactor({ done }: { done: (me: Me) => void }) {
  const { t } = useI18n();
  const [code, setCode] = useState('');
  const step = useStep(async () => done(await read(http.PUT('/v1/sessions/current/second-factor', { body: { code } }))));
  return (
    <Step title={t('finish.pass')} about={t('signin.code_hint')} step={step} verb={t('do.continue')}>
      <CodeField code={code} setCode={setCode} />
    </Step>
  );
}

/** Password → secret for the app → first code → recovery codes, shown once. */
export function SetFactor({ me, done }: { me: Me; done: (me: Me) => void }) {
  const { t } = useI18n();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [secret, setSecret] = useState<{ secret: string; uri: string } | null>(null);
  const [finished, setFinished] = useState<{ recovery_codes: string[]; me: Me } | null>(null);
  const begin = useStep(async () => setSecret(await read(http.PUT('/v1/me/second-factor', { body: me.method === 'password' ? { password } : {} }))));
  const confirm = useStep(async () => setFinished(await read(http.PUT('/v1/me/second-factor/confirmation', { body: { code } }))));
  if (finished) return <RecoveryCodes codes={finished.recovery_codes} done={() => done(finished.me)} />;
  if (secret)
    return (
      <Step title={t('finish.factor')} about={t('finish.secret_about')} step={confirm} verb={t('do.continue')}>
        <p>
          <code>{secret.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
        </p>
        <p>
          <a href={secret.uri}>{t('finish.secret_link')}</a>
        </p>
        <CodeField code={code} setCode={setCode} />
      </Step>
    );
  return (
    <Step title={t('finish.factor')} about={t('finish.factor_about')} step={begin} verb={t('do.continue')}>
      {me.method === 'password' ? (
        <PasswordField label={t('signin.password')} autoComplete="current-password" value={password} onChange={(e) => setPassword(e.target.value)} />
      ) : null}
    </Step>
  );
}

/** Shown once, each good for one sign-in without the phone. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const { t } = useI18n();
  return (
    <div className="card stack">
      <h2>{t('finish.codes')}</h2>
      <p className="soft">{t('finish.codes_about')}</p>
      <ul className="codes">
        {codes.map((c) => (
          <li key={c}>
            <code>{c}</code>
          </li>
        ))}
      </ul>
      <Button look="primary" onClick={done}>
        {t('finish.codes_kept')}
      </Button>
    </div>
  );
}
