/** A form over the page for one act: fields as data, faults at the field, and what the answer shows in its place. */
import { type ReactNode, useState } from 'react';
import { http, type Outcome, Refused, send } from '../../api/client.ts';
import { announce } from '../../app/announce.tsx';
import type { PlainKey } from '../../i18n/catalogue.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useProblem } from '../../i18n/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fault } from '../../ui/fault.tsx';
import type { Acting } from './runner.ts';
import { StepFields } from './step-fields.tsx';
import { bodyOf, isAsked, type StepField, type Values } from './step-table.ts';

export interface FormSpec {
  name: PlainKey;
  fields: readonly StepField[];
  fixed?: Readonly<Record<string, string>>;
}

interface Props {
  spec: FormSpec;
  about?: string | undefined;
  /** Where it is posted. */
  path: string;
  /** The revision that was read, where the act asks for it. */
  match?: string | null;
  work: Pick<Acting, 'act' | 'busy'>;
  close: () => void;
  /** What is shown once instead of the form; without it the dialog closes. */
  shows?: (data: unknown) => ReactNode;
}

/** Every act is one POST whose body is what the form asked. */
const post = http.POST as unknown as (path: string, init: object) => Promise<Outcome<unknown>>;
const nameOf = (path: string): string => path.replace(/^body[/.]/, '').replaceAll('/', '.');

export function FormDialog({ spec, about, path, match, work, close, shows }: Props) {
  const { t } = useI18n();
  const problem = useProblem();
  const [values, setValues] = useState<Values>({});
  const [error, setError] = useState('');
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [shown, setShown] = useState<ReactNode>(null);
  const submit = () => {
    const missing = spec.fields.filter((f) => !f.optional && isAsked(f, values) && !(values[f.name] ?? '').trim());
    setFaults(Object.fromEntries(missing.map((f) => [f.name, t('field.missing')])));
    if (missing.length > 0) return setError(t('field.missing_some'));
    setError('');
    const body = bodyOf(spec, values);
    work.act({
      run: () => send((headers) => post(path, { ...(Object.keys(body).length > 0 || spec.fields.length > 0 ? { body } : {}), headers }), match),
      done: (data) => {
        announce(t('step.recorded', { step: t(spec.name) }));
        if (shows) return setShown(shows(data));
        close();
      },
      refused: (e) => {
        setError(problem(e));
        if (e instanceof Refused) setFaults(Object.fromEntries(e.errors.map((x) => [nameOf(x.path), x.message])));
      },
    });
  };
  const actions = shown ? (
    <Button look="primary" onClick={close}>
      {t('do.close')}
    </Button>
  ) : (
    <>
      <Button onClick={close}>{t('do.cancel')}</Button>
      <Button look="primary" onClick={submit} disabled={work.busy}>
        {t(spec.name)}
      </Button>
    </>
  );
  return (
    <Dialog title={t(spec.name)} open onClose={close} actions={actions}>
      {about && !shown ? <p className="soft">{about}</p> : null}
      {shown ?? <StepFields spec={spec} values={values} faults={faults} set={(name, value) => setValues({ ...values, [name]: value })} />}
      <Fault text={error} />
    </Dialog>
  );
}
