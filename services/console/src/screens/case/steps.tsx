/** The steps this person may take with the case now, each with its form; and those that must wait, with the reason. */
import { useState } from 'react';
import { Refused } from '../../api/client.ts';
import type { AllowedAct, CaseView } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useProblem } from '../../i18n/problem.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from './form-dialog.tsx';
import { STEPS, type StepSpec } from './step-table.ts';
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
      {open ? (
        <FormDialog
          key={open.act}
          spec={open}
          about={open.about ? t(open.about) : undefined}
          path={`/v1/cases/${c.id}/${open.path}`}
          match={work.etag}
          work={work}
          close={() => setOpen(null)}
          {...(open.act === 'identity' ? { shows: (who: unknown) => <Identity who={who as Record<string, unknown>} /> } : {})}
        />
      ) : null}
    </div>
  );
}

function Reason({ a }: { a: AllowedAct }) {
  const problem = useProblem();
  return <span className="soft">{a.code === null ? (a.detail ?? '') : problem(new Refused(409, a.code, a.detail ?? ''))}</span>;
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
