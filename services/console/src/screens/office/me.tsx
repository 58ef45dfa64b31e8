/** One's own account: where it is signed in, the second factor and its recovery codes, the password. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { http, read } from '../../api/client.ts';
import { office } from '../../api/office-queries.ts';
import { queries } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { TextField } from '../../ui/field.tsx';
import { Loaded, Page } from '../../ui/page.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { Tag } from '../../ui/tag.tsx';
import { useAct } from '../../ui/use-act.ts';
import { RecoveryCodes, SetFactor } from '../finish.tsx';

const CODE_CHARS = 20;

export function MyAccount() {
  const { t } = useI18n();
  return (
    <Page title={t('page.me')} about={t('me.about')}>
      <Factor />
      <Sessions />
      <Password />
    </Page>
  );
}

function Factor() {
  const { me } = useSession();
  const client = useQueryClient();
  const [setting, setSetting] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} done={() => setCodes(null)} />;
  if (!setting) return <FactorState begin={() => setSetting(true)} show={setCodes} />;
  return (
    <SetFactor
      me={me}
      done={(who) => {
        client.setQueryData(queries.me().queryKey, who);
        setSetting(false);
        void client.invalidateQueries({ queryKey: ['my-factor'] });
      }}
    />
  );
}

function FactorState({ begin, show }: { begin: () => void; show: (codes: readonly string[]) => void }) {
  const { t } = useI18n();
  const factor = useQuery(office.factor());
  return (
    <Loaded query={factor}>
      {(f) => (
        <>
          <h2>{t('finish.pass')}</h2>
          {f.set ? (
            <FactorSet left={f.recovery_codes_left} show={show} />
          ) : (
            <>
              <p className="soft">{t('me.factor_off')}</p>
              <div>
                <Button look="primary" onClick={begin}>
                  {t('finish.factor')}
                </Button>
              </div>
            </>
          )}
        </>
      )}
    </Loaded>
  );
}

/** New recovery codes, or none at all any more; either asks for a code. */
function FactorSet({ left, show }: { left: number; show: (codes: readonly string[]) => void }) {
  const { t, count } = useI18n();
  const client = useQueryClient();
  const act = useAct();
  const [code, setCode] = useState('');
  const fresh = () =>
    act.run(
      () => read(http.PUT('/v1/me/recovery-codes', { body: { code } })),
      (r) => {
        client.setQueryData(queries.me().queryKey, r.me);
        void client.invalidateQueries({ queryKey: ['my-factor'] });
        show(r.recovery_codes);
      },
    );
  const remove = () =>
    act.run(
      () => read(http.DELETE('/v1/me/second-factor', { body: { code } })),
      (who) => {
        client.setQueryData(queries.me().queryKey, who);
        void client.invalidateQueries({ queryKey: ['my-factor'] });
        announce(t('me.factor_removed'));
      },
    );
  return (
    <>
      <p>
        <Tag hue="done">{t('me.factor_on')}</Tag> <span className="soft">{t('me.codes_left', { n: count(left) })}</span>
      </p>
      <div className="fields">
        <TextField
          label={t('signin.code')}
          hint={t('signin.code_hint')}
          autoComplete="one-time-code"
          maxLength={CODE_CHARS}
          value={code}
          onChange={(e) => setCode(e.target.value)}
        />
        <Button onClick={fresh} disabled={act.busy || code === ''}>
          {t('me.new_codes')}
        </Button>
        <Button onClick={remove} disabled={act.busy || code === ''}>
          {t('me.remove_factor')}
        </Button>
      </div>
      <Fault text={act.error} />
    </>
  );
}

function Sessions() {
  const { t, absolute, relative } = useI18n();
  const client = useQueryClient();
  const sessions = useQuery(office.sessions());
  const act = useAct();
  const end = (id: string) =>
    act.run(
      () => read(http.DELETE('/v1/me/sessions/{id}', { params: { path: { id } } })),
      () => {
        void client.invalidateQueries({ queryKey: ['my-sessions'] });
        announce(t('me.session_ended'));
      },
    );
  return (
    <Loaded query={sessions}>
      {(list) => (
        <>
          <h2>{t('me.sessions')}</h2>
          <ul className="role-list">
            {list.map((s) => (
              <li key={s.id}>
                <span>
                  {s.user_agent ?? t('me.unknown_device')}
                  <span className="soft small block">
                    {t('me.seen', { at: relative(s.last_seen_at) })} · {t('me.since', { at: absolute(s.created_at) })}
                  </span>
                </span>
                {s.current ? (
                  <Tag hue="done">{t('me.this')}</Tag>
                ) : (
                  <Button look="plain" onClick={() => end(s.id)} disabled={act.busy}>
                    {t('me.end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <Fault text={act.error} />
        </>
      )}
    </Loaded>
  );
}

function Password() {
  const { t } = useI18n();
  const { me } = useSession();
  const client = useQueryClient();
  const act = useAct();
  const [form, setForm] = useState({ current: '', next: '' });
  if (me.method !== 'password') return null;
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    act.run(
      () => read(http.PUT('/v1/me/password', { body: { current: form.current, new: form.next } })),
      (who) => {
        client.setQueryData(queries.me().queryKey, who);
        setForm({ current: '', next: '' });
        announce(t('me.password_changed'));
      },
    );
  };
  return (
    <form className="card" onSubmit={submit}>
      <h2>{t('me.password')}</h2>
      <div className="fields">
        <PasswordField
          label={t('finish.password_current')}
          autoComplete="current-password"
          value={form.current}
          onChange={(e) => setForm({ ...form, current: e.target.value })}
        />
        <PasswordField
          label={t('finish.password_new')}
          hint={t('finish.password_hint')}
          autoComplete="new-password"
          value={form.next}
          onChange={(e) => setForm({ ...form, next: e.target.value })}
        />
        <Button submit disabled={act.busy}>
          {t('do.save')}
        </Button>
      </div>
      <Fault text={act.error} />
    </form>
  );
}
