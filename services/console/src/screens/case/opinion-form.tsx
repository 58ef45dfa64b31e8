/** An opinion: acts by phase, a reason, and the three findings. */
import type { CaseView } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { clock } from '../../i18n/format.ts';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { ExemptionField, ReasonField } from './opinion-fields.tsx';
import type { CaseWork } from './work.ts';

export function OpinionForm({ c, work }: { c: CaseView; work: CaseWork }) {
  const { t } = useI18n();
  return (
    <>
      <Acts c={c} work={work} />
      <ExemptionField value={work.draft.exemption} change={(exemption) => work.change({ exemption })} />
      <ReasonField value={work.draft.reason} change={(reason) => work.change({ reason })} />
      <div className="verbs">
        <Fault text={work.error} />
        <Button hotkey="1" onClick={() => work.decide('plausible')} disabled={work.busy}>
          {t('finding.plausible')}
        </Button>
        <Button hotkey="2" onClick={() => work.decide('not_a_violation')} disabled={work.busy}>
          {t('finding.not_a_violation')}
        </Button>
        <Button hotkey="3" onClick={() => work.decide('needs_second')} disabled={work.busy}>
          {t('finding.needs_second')}
        </Button>
        <div className="lease">
          <span>{work.lease === null ? '' : t('lease.left', { clock: clock(work.lease) })}</span>
          <Button look="plain" hotkey="e" onClick={work.release} disabled={work.busy}>
            {t('do.release')}
          </Button>
        </div>
      </div>
    </>
  );
}

function Acts({ c, work }: { c: CaseView; work: CaseWork }) {
  const { t } = useI18n();
  const suggested = new Set(c.suggested.acts);
  const likely = c.act_choices.filter((a) => suggested.has(a.code));
  const others = c.act_choices.filter((a) => !suggested.has(a.code));
  const chosen = new Set(work.draft.acts);
  const toggle = (code: string) => work.change({ acts: chosen.has(code) ? work.draft.acts.filter((a) => a !== code) : [...work.draft.acts, code] });
  const box = (a: CaseView['act_choices'][number], first: boolean) => (
    <ActBox key={a.code} a={a} checked={chosen.has(a.code)} toggle={toggle} role={first ? 'acts' : undefined} />
  );
  return (
    <fieldset className="acts">
      <legend>{t('decide.acts')}</legend>
      {likely.map((a, i) => box(a, i === 0))}
      <details open={likely.length === 0}>
        <summary>{likely.length > 0 ? t('decide.other_acts', { n: others.length }) : t('decide.choose_act', { n: others.length })}</summary>
        <div className="acts-others">{others.map((a, i) => box(a, likely.length === 0 && i === 0))}</div>
      </details>
    </fieldset>
  );
}

interface ActProps {
  a: CaseView['act_choices'][number];
  checked: boolean;
  toggle: (code: string) => void;
  role: string | undefined;
}

function ActBox({ a, checked, toggle, role }: ActProps) {
  const { t, term } = useI18n();
  const { vocabulary } = useSession();
  const gloss = vocabulary.acts.find((x) => x.code === a.code)?.gloss;
  const classes = a.classes.map((k) => term('class', k)).join('/');
  return (
    <label className="check" title={[gloss, a.source].filter(Boolean).join(' — ')}>
      <input type="checkbox" checked={checked} onChange={() => toggle(a.code)} data-role={role} />
      <span>
        {a.code} {a.name}
        <span className="soft">
          {' '}
          — {t('decide.class', { classes })}
          {a.two_readers ? `; ${t('decide.two_readers')}` : ''}
        </span>
      </span>
    </label>
  );
}
