/** One import: how far it is, what it would change, which rows were not taken and why, and the word to publish it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { http, send } from '../../api/client.ts';
import { office } from '../../api/office-queries.ts';
import type { RegisterImport } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { faultWords } from '../../i18n/import-faults.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useProblem } from '../../i18n/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { TextField } from '../../ui/field.tsx';
import { useNow } from '../../ui/now.ts';
import { Loaded } from '../../ui/page.tsx';
import { type Act, useAct } from '../../ui/use-act.ts';
import { Difference } from './difference.tsx';
import { RegisterPage } from './frame.tsx';
import { ImportTag } from './imports.tsx';
import { stopUpload, upload, useUpload } from './uploads.ts';

export function Import() {
  const { t } = useI18n();
  const { importId = '' } = useParams({ strict: false });
  const query = useQuery(office.registerImport(importId));
  return (
    <RegisterPage about={t('import.one_about')}>
      <p>
        <Link to="/register/impor">{t('import.back')}</Link>
      </p>
      <Loaded query={query}>{(i) => <One i={i} />}</Loaded>
    </RegisterPage>
  );
}

function One({ i }: { i: RegisterImport }) {
  const { t, term, absolute } = useI18n();
  const client = useQueryClient();
  const act = useAct();
  const read = () => {
    void client.invalidateQueries({ queryKey: ['register-import', i.id] });
    void client.invalidateQueries({ queryKey: ['register-imports'] });
    void client.invalidateQueries({ queryKey: ['register'] });
  };
  const step = (name: 'confirmation' | 'stop', said: string) => {
    if (name === 'stop') stopUpload(i.id);
    act.run(
      () => send((headers) => http.POST(`/v1/register-imports/{id}/${name}`, { params: { path: { id: i.id } }, headers })),
      ({ data }) => {
        client.setQueryData(office.registerImport(i.id).queryKey, data);
        announce(said);
        read();
      },
    );
  };
  const open = ['uploading', 'checking', 'ready', 'publishing'].includes(i.state);
  return (
    <>
      <h2>{i.file_name}</h2>
      <p>
        <ImportTag i={i} /> <span className="soft">{term('import.kind', i.kind)}</span> · <span className="soft small">{absolute(i.created_at)}</span>
      </p>
      <p role="status">{i.stopping && open ? t('import.stopping') : t(`import.now.${i.state}`)}</p>
      {open && i.mine ? <Verbs i={i} act={act} step={step} /> : null}
      {i.state === 'uploading' ? <Sending i={i} read={read} /> : null}
      {i.state === 'checking' || i.state === 'publishing' ? <Working i={i} /> : null}
      {i.state === 'ready' && i.preview ? <Difference preview={i.preview} /> : null}
      {i.state === 'published' ? <Published i={i} /> : null}
      {i.fault ? <FileFault text={i.fault} /> : null}
      <Fault text={act.error} />
    </>
  );
}

function Verbs({ i, act, step }: { i: RegisterImport; act: Act; step: (name: 'confirmation' | 'stop', said: string) => void }) {
  const { t, count } = useI18n();
  const changes = i.preview?.changes ?? 0;
  return (
    <div className="verbs-row">
      {i.state === 'ready' && changes > 0 ? (
        <Button look="primary" onClick={() => step('confirmation', t('import.confirmed'))} disabled={act.busy}>
          {t('import.publish', { n: count(changes) })}
        </Button>
      ) : null}
      <Button onClick={() => step('stop', t('import.stopped'))} disabled={act.busy || i.stopping}>
        {i.state === 'ready' ? t('import.discard') : t('import.stop')}
      </Button>
    </div>
  );
}

/** Still on its way, or the page was closed meanwhile: the same file goes on where it stopped. */
function Sending({ i, read }: { i: RegisterImport; read: () => void }) {
  const { t } = useI18n();
  const problem = useProblem();
  const running = useUpload(i.id);
  const field = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState('');
  if (running && running.error === null)
    return <Bar label={t('import.sending', { file: i.file_name })} done={running.sent} of={running.total} since={running.startedAt} />;
  if (!i.mine) return null;
  const goOn = () => {
    const file = field.current?.files?.[0];
    if (!file || file.name !== i.file_name || file.size !== i.bytes_total) return setFault(t('import.same_file', { file: i.file_name }));
    setFault('');
    void upload(i, file, read);
  };
  return (
    <div className="fields">
      {running ? <Fault text={problem(running.error)} /> : null}
      <TextField ref={field} type="file" label={t('import.again')} error={fault} />
      <Button onClick={goOn}>{t('import.go_on')}</Button>
    </div>
  );
}

function Working({ i }: { i: RegisterImport }) {
  const { t, term, count } = useI18n();
  return (
    <>
      <Bar label={t('import.working', { file: i.file_name })} done={i.bytes_done} of={i.bytes_total} since={new Date(i.changed_at).getTime()} />
      <p className="soft small">
        {term('import.step', i.step ?? 'waiting')} · {t('import.rows', { n: count(i.rows_done) })}
      </p>
    </>
  );
}

const SECOND_MS = 1_000;

/** How much, how fast, and how long still; the rest is guessed only once something has been seen. */
function Bar({ label, done, of, since }: { label: string; done: number; of: number; since: number }) {
  const { t, count } = useI18n();
  const now = useNow(SECOND_MS);
  const seconds = Math.max(1, (now - since) / SECOND_MS);
  const share = of > 0 ? Math.min(1, done / of) : 0;
  const left = share > 0.02 && share < 1 ? Math.ceil((seconds * (1 - share)) / share) : null;
  return (
    <div className="bar-of">
      <progress value={done} max={of} aria-label={label} />
      <span className="small soft">
        {count(Math.round(share * 100))} % {left === null ? '' : `· ${t('import.left', { s: count(left) })}`}
      </span>
    </div>
  );
}

function Published({ i }: { i: RegisterImport }) {
  const { t, term, count } = useI18n();
  const counts = Object.entries(i.counts ?? {}).filter(([, n]) => n > 0);
  return (
    <>
      {i.version ? <p>{t('import.version', { version: i.version })}</p> : null}
      <ul className="plain-list">
        {counts.map(([k, n]) => (
          <li key={k}>
            {term('import.count', k)}: {count(n)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The first line says what, each following one where and why. */
function FileFault({ text }: { text: string }) {
  const { lang } = useI18n();
  const [first = '', ...rest] = text.split('\n');
  return (
    <div className="file-fault" role="alert">
      <p className="error">{faultWords(lang, first)}</p>
      <ul className="plain-list">
        {rest.map((line) => (
          <li key={line}>{faultWords(lang, line.trim())}</li>
        ))}
      </ul>
    </div>
  );
}
