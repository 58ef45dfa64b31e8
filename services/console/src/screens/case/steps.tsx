/** The steps this person may take with the case now, each with its form; and those that must wait, with the reason. */
import { useState } from 'react';
import { http, type Outcome, Refused, send } from '../../api/client.ts';
import type { AllowedAct, CaseView } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { useProblem } from '../../i18n/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fault } from '../../ui/fault.tsx';
import { StepFields } from './step-fields.tsx';
import { bodyOf, isAsked, STEPS, type StepSpec, type Values } from './step-table.ts';
import type { CaseWork } from './work.ts';

export function Steps({ c, work }: { c: CaseView; work: CaseWork }) {
  const { t } = useI18n();
  const [open, setOpen] = useState<StepSpec | null>(null);
  const known = new Map<AllowedAct['act'], AllowedAct>(c.allowed_actions.map((a) => [a.act, a]));
  const possible = STEPS.filter((s) => known.get(s.act)?.allowed);
  const waiting = STEPS.flatMap((s) => {
    const a = known.get(s.act);
    // A step of another state is no news; one that lacks something is.
    return a && !a.allowed && a.code !== 'case_wrong_state' ? [{ spec: s, a }] : [];
  });
  if (possible.length === 0 && waiting.length === 0) return null;
  return (
    <div className="stack steps">
      <h3>{t('steps.title')}</h3>
      {possible.map((s, i) => (
        <Button
          key={s.act}
          look={i === 0 && s.act !== 'identity' && !c.may.claim && !c.may.decide ? 'primary' : undefined}
          onClick={() => setOpen(s)}
          disabled={work.busy}
        >
          {t(s.name)}…
        </Button>
      ))}
      {waiting.length > 0 ? (
        <details>
          <summary>{t('steps.waiting', { n: waiting.length })}</summary>
          <ul className="why small">
            {waiting.map(({ spec, a }) => (
              <li key={spec.act}>
                <span>{t(spec.name)}</span>
                <Reason a={a} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {open ? <StepDialog key={open.act} spec={open} c={c} work={work} close={() => setOpen(null)} /> : null}
    </div>
  );
}

function Reason({ a }: { a: AllowedAct }) {
  const problem = useProblem();
  return <span className="soft">{a.code === null ? (a.detail ?? '') : problem(new Refused(409, a.code, a.detail ?? ''))}</span>;
}

/** Every step is one POST below the case; its body is what the form asked. */
const post = http.POST as unknown as (path: string, init: object) => Promise<Outcome<unknown>>;

interface DialogProps {
  spec: StepSpec;
  c: CaseView;
  work: CaseWork;
  close: () => void;
}

function StepDialog({ spec, c, work, close }: DialogProps) {
  const { t } = useI18n();
  const problem = useProblem();
  const [values, setValues] = useState<Values>({});
  const [error, setError] = useState('');
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [shown, setShown] = useState<Record<string, unknown> | null>(null);
  const submit = () => {
    const missing = spec.fields.filter((f) => !f.optional && isAsked(f, values) && !(values[f.name] ?? '').trim());
    setFaults(Object.fromEntries(missing.map((f) => [f.name, t('field.missing')])));
    if (missing.length > 0) return setError(t('field.missing_some'));
    setError('');
    work.act({
      run: () => send((headers) => post(`/v1/cases/${c.id}/${spec.path}`, { body: bodyOf(spec, values), headers }), work.etag),
      done: (data) => {
        announce(t('steps.done', { step: t(spec.name) }));
        if (spec.act === 'identity') return setShown(data as Record<string, unknown>);
        close();
      },
      refused: (e) => {
        setError(problem(e));
        if (e instanceof Refused) setFaults(Object.fromEntries(e.errors.map((x) => [x.path.replace(/^body[/.]/, '').replaceAll('/', '.'), x.message])));
      },
    });
  };
  return (
    <Dialog
      title={t(spec.name)}
      open
      onClose={close}
      actions={
        shown ? (
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
        )
      }
    >
      {spec.about ? <p className="soft">{t(spec.about)}</p> : null}
      {shown ? (
        <Identity who={shown} />
      ) : (
        <StepFields spec={spec} values={values} faults={faults} set={(name, value) => setValues({ ...values, [name]: value })} />
      )}
      <Fault text={error} />
    </Dialog>
  );
}

/** Shown once, here; the look is on record. */
function Identity({ who }: { who: Record<string, unknown> }) {
  const { term } = useI18n();
  return (
    <dl className="facts-list">
      {Object.entries(who).map(([k, v]) =>
        typeof v === 'string' ? (
          <div key={k}>
            <dt>{term('person', k)}</dt>
            <dd>{k === 'employment_status' ? term('status', v) : v}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
