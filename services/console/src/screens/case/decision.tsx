/** The right column: what may be done now, and the form for it. */
import type { ReactNode } from 'react';
import type { CaseView } from '../../api/types.ts';
import { REVIEWERS } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { BreakLease } from './break-lease.tsx';
import { OpinionForm } from './opinion-form.tsx';
import { Steps } from './steps.tsx';
import { type CaseWork, may } from './work.ts';

export function Decision({ c, work }: { c: CaseView; work: CaseWork }) {
  const { t } = useI18n();
  return (
    <aside className="decision" aria-label={t('decision.title')}>
      <div className="stack">
        <h2>{t('decision.title')}</h2>
        <Facts c={c} />
        <Body c={c} work={work} />
        {work.sending ? null : <Steps c={c} work={work} />}
      </div>
    </aside>
  );
}

function Facts({ c }: { c: CaseView }) {
  const { t, term, absolute, relative } = useI18n();
  const rows: [string, ReactNode][] = [
    [t('decision.label'), term('label', c.label)],
    [t('decision.phase'), term('phase', c.phase)],
  ];
  if (c.due_at)
    rows.push([
      t('decision.due'),
      <span key="due" className={new Date(c.due_at).getTime() < Date.now() ? 'overdue' : undefined}>
        {relative(c.due_at)} <span className="soft small block">{absolute(c.due_at, c.region)}</span>
      </span>,
    ]);
  if (c.acts.length > 0) rows.push([t('decision.acts'), c.acts.map((a) => a.code).join(', ')]);
  if (c.exemption) rows.push([t('decision.exemption'), c.exemption]);
  return (
    <dl className="facts-list">
      {rows.map(([k, v]) => (
        <div key={k}>
          <dt>{k}</dt>
          <dd>{v}</dd>
        </div>
      ))}
    </dl>
  );
}

function Body({ c, work }: { c: CaseView; work: CaseWork }) {
  const { t, term } = useI18n();
  // Shown as done before the server has said so; a refusal brings the form back with everything in it.
  if (work.sending)
    return (
      <p className="sending" role="status">
        {t('decision.sending', { finding: term('finding', work.sending) })}
      </p>
    );
  if (c.may.decide) return <OpinionForm c={c} work={work} />;
  if (c.may.claim)
    return (
      <>
        <Fault text={work.error} />
        <p className="soft">{t('decision.claim_hint')}</p>
        <Button look="primary" hotkey="a" onClick={work.claim} disabled={work.busy}>
          {t('do.claim')}
        </Button>
      </>
    );
  return <NothingToDo c={c} work={work} />;
}

function NothingToDo({ c, work }: { c: CaseView; work: CaseWork }) {
  const { t } = useI18n();
  const session = useSession();
  const why = useWhyNothing(c);
  return (
    <>
      <Fault text={work.error} />
      {why === null ? null : <p className="soft">{why}</p>}
      {c.holder && !c.holder.mine && session.has('commissioner') ? <BreakLease id={c.id} name={c.holder.name ?? t('why.someone')} work={work} /> : null}
      {session.has(...REVIEWERS) ? (
        <Button look="primary" hotkey="n" onClick={work.next} disabled={work.busy} data-role="next">
          {t('do.next_case')}
        </Button>
      ) : null}
      <Undo c={c} work={work} />
    </>
  );
}

/** Only shown while the server would still take it back. */
function Undo({ c, work }: { c: CaseView; work: CaseWork }) {
  const { t } = useI18n();
  if (!may(c, 'undo')) return null;
  return (
    <Button hotkey="u" onClick={work.undo} disabled={work.busy}>
      {t('do.undo')}
    </Button>
  );
}

function useWhyNothing(c: CaseView): string | null {
  const { t, absolute } = useI18n();
  if (c.holder && !c.holder.mine) return t('why.held', { name: c.holder.name ?? t('why.someone'), until: absolute(c.holder.until, c.region) });
  if (c.opinions.some((o) => o.mine) && c.state === 'IN_REVIEW') return t('why.sealed');
  if (c.state === 'CONFIRMED') return c.phase === 'PRE' ? t('why.waits_forward') : t('why.needs_finding');
  if (c.state === 'FORWARDED') return t('why.forwarded', { at: absolute(c.forwarded_at, c.region) });
  return c.allowed_actions.some((a) => a.allowed && a.act !== 'identity' && a.act !== 'attach') ? null : t('why.nothing');
}
