/** One case in the queue. A link, so that Enter, a middle click and a screen reader do what they always do. */
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { CaseRow } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useNow } from '../../ui/now.ts';
import { StateTag } from '../../ui/tag.tsx';
import type { InboxFilters } from './filters.ts';

/** Drawn anew only when it changes: a press that moves the focus draws the list, not its rows. */
export const Row = memo(function Row({ row, filters, current }: { row: CaseRow; filters: InboxFilters; current: boolean }) {
  const { t, term, absolute, relative } = useI18n();
  useNow();
  return (
    <Link to="/kasus/$caseId" params={{ caseId: String(row.id) }} search={filters} className="row" aria-current={current ? 'true' : undefined}>
      <Priority row={row} />
      <span className="row-what">
        <strong>{term('label', row.label)}</strong>
        {row.band === 'review' ? <span className="soft"> · {term('band', 'review')}</span> : null}
        {row.direction === 'ATTACK' && row.label !== 'ATTACK' ? <span className="soft"> · {term('direction', 'ATTACK')}</span> : null}
      </span>
      <span className="row-where">{row.region_name ?? row.region}</span>
      <span className="row-phase soft">{term('phase', row.phase)}</span>
      <span className="row-age soft" title={t('row.flagged_at', { at: absolute(row.first_flagged_at, row.region) })}>
        {relative(row.first_flagged_at)}
      </span>
      <Due row={row} />
      <span className="row-state">
        <StateTag state={row.state} />
      </span>
      <Holder row={row} />
      {row.group && row.group.similar > 0 ? <span className="row-similar soft">{t('row.similar', { n: row.group.similar })}</span> : null}
    </Link>
  );
});

function Priority({ row }: { row: CaseRow }) {
  const { t, term, decimal } = useI18n();
  if (row.priority === null) return <span className="row-priority" />;
  const p = row.priority_reason;
  const why = p
    ? t('row.priority_why', {
        label: term('label', row.label),
        severity: decimal(p.severity),
        phase: decimal(p.phase),
        certainty: decimal(p.certainty),
        age: decimal(p.age_factor),
        due: decimal(p.deadline_factor),
      })
    : t('row.priority_judged');
  return (
    <Hint text={why}>
      <span className="row-priority">
        <span className="hidden">{t('row.priority')} </span>
        {Math.round(row.priority)}
      </span>
    </Hint>
  );
}

function Due({ row }: { row: CaseRow }) {
  const { t, absolute, span } = useI18n();
  const now = useNow();
  if (!row.due_at) return <span className="row-due" />;
  const left = new Date(row.due_at).getTime() - now;
  return (
    <span className={left < 0 ? 'row-due overdue' : 'row-due soft'} title={t('row.due_at', { at: absolute(row.due_at, row.region) })}>
      <Icon name="clock" /> {left < 0 ? t('row.overdue', { span: span(left) }) : t('row.due_in', { span: span(left) })}
    </span>
  );
}

/** Who works on it, and how long the lease still runs. */
function Holder({ row }: { row: CaseRow }) {
  const { t, span } = useI18n();
  const now = useNow();
  if (!row.holder) return <span className="row-holder" />;
  const left = new Date(row.holder.until).getTime() - now;
  if (left <= 0) return <span className="row-holder" />;
  return (
    <span className="row-holder">
      <Icon name="hand" />{' '}
      {row.holder.mine ? t('row.mine', { span: span(left) }) : t('row.held', { name: row.holder.name ?? t('row.someone'), span: span(left) })}
    </span>
  );
}
