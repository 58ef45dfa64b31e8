/** Adding a paper to the case: the file itself is the body. */
import { useRef, useState } from 'react';
import { csrfHeader, type Outcome, send } from '../../api/client.ts';
import type { CaseView } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { useProblem } from '../../i18n/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import type { Acting } from './runner.ts';
import { may } from './work.ts';

export function Upload({ c, work }: { c: CaseView; work: Acting }) {
  const { t, term } = useI18n();
  const problem = useProblem();
  const session = useSession();
  const [kind, setKind] = useState<string>(session.has('personnel_office') ? 'decision' : 'evidence');
  const [error, setError] = useState('');
  const file = useRef<HTMLInputElement>(null);
  if (!may(c, 'attach')) return null;
  const submit = () => {
    const chosen = file.current?.files?.[0];
    if (!chosen) return setError(t('upload.none'));
    if (chosen.size > session.vocabulary.attachment_bytes_max) return setError(t('upload.too_large'));
    setError('');
    work.act({
      run: () => send((headers) => upload(c.id, kind, chosen, headers)),
      done: () => {
        announce(t('upload.done', { file: chosen.name }));
        if (file.current) file.current.value = '';
      },
      refused: (e) => setError(problem(e)),
    });
  };
  return (
    <details>
      <summary>{t('upload.title')}</summary>
      <div className="stack">
        <Select
          label={t('upload.kind')}
          value={kind}
          onChange={setKind}
          options={session.vocabulary.attachment_kinds.map((k) => [k, term('paper', k)] as const)}
        />
        <TextField ref={file} type="file" accept={session.vocabulary.attachment_types.join(',')} label={t('upload.file')} hint={t('upload.hint')} />
        <Fault text={error} />
        <Button onClick={submit} disabled={work.busy}>
          {t('upload.do')}
        </Button>
      </div>
    </details>
  );
}

async function upload(id: number, kind: string, file: File, headers: Record<string, string>): Promise<Outcome<unknown>> {
  const query = new URLSearchParams({ kind, file_name: file.name });
  const response = await fetch(`/v1/cases/${id}/attachments?${query}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...headers, ...csrfHeader(), 'content-type': file.type || 'application/octet-stream' },
    body: file,
  });
  const answer: unknown = await response.json().catch(() => null);
  return response.ok ? { data: answer, response } : { error: answer, response };
}
