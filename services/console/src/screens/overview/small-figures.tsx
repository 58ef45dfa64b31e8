/** The figures that need no picture of their own: how many, how old, of which kind, and how far readers agree. */
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { OverviewFigures, OverviewQuery } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Figure } from './figure.tsx';
import { exportAddress, rowsOf } from './filters.ts';
import { Share } from './share.tsx';

interface Props {
  o: OverviewFigures;
  query: OverviewQuery;
}
type LabelRow = OverviewFigures['labels'][number];
const OUTCOMES = ['upheld', 'refused', 'open', 'expired'] as const;

export function Totals({ o, query }: Props) {
  const { t, count } = useI18n();
  const all = OUTCOMES.reduce((n, k) => n + o.total[k], 0);
  return (
    <Figure title={t('totals.title')} foot={`${t('totals.foot')} ${t('overview.source')}`} file={exportAddress(query, 'cases')} wide>
      <dl className="totals">
        <div>
          <dt>{t('totals.flags')}</dt>
          <dd>
            <Link to="/antrean" search={rowsOf(query)}>
              {count(all)}
            </Link>
          </dd>
        </div>
        {OUTCOMES.map((k) => (
          <div key={k}>
            <dt>
              <span className={`key ${k}`} /> {t(`outcome.${k}`)}
            </dt>
            <dd>
              <Link to="/antrean" search={rowsOf(query, { outcome: k })}>
                {count(o.total[k])}
              </Link>
            </dd>
          </div>
        ))}
        <div className="totals-share">
          <dt>{t('totals.upheld')}</dt>
          <dd>
            <Share of={o.upheld} />
          </dd>
        </div>
      </dl>
    </Figure>
  );
}

export function Ages({ o, query }: Props) {
  const { t, count } = useI18n();
  const most = Math.max(1, ...o.ages.map((a) => a.cases));
  const late = o.ages.reduce((n, a) => n + a.overdue, 0);
  return (
    <Figure
      title={t('ages.title')}
      foot={`n = ${count(o.total.open)}. ${t('ages.foot', { n: count(late) })} ${t('overview.source')}`}
      file={exportAddress(query, 'ages')}
    >
      <ul className="ages">
        {o.ages.map((a) => (
          <li key={a.from_hours}>
            <span className="small">{ageName(a, t)}</span>
            <span className="ages-track" aria-hidden="true">
              <span style={{ width: `${(a.cases / most) * 100}%` }} />
            </span>
            <Link
              to="/antrean"
              search={rowsOf(query, { outcome: 'open', older_than_hours: a.from_hours, ...(a.to_hours === null ? {} : { newer_than_hours: a.to_hours }) })}
            >
              {count(a.cases)}
              {a.overdue > 0 ? <span className="small overdue"> {t('ages.overdue', { n: count(a.overdue) })}</span> : null}
            </Link>
          </li>
        ))}
      </ul>
    </Figure>
  );
}

const DAY_HOURS = 24;
function ageName(a: { from_hours: number; to_hours: number | null }, t: ReturnType<typeof useI18n>['t']): string {
  const inDays = a.from_hours >= DAY_HOURS;
  const n = (hours: number) => (inDays ? hours / DAY_HOURS : hours);
  if (a.to_hours === null) return t('ages.beyond', { from: n(a.from_hours) });
  return inDays ? t('ages.days', { from: n(a.from_hours), to: n(a.to_hours) }) : t('ages.hours', { from: a.from_hours, to: a.to_hours });
}

export function Labels({ o, query }: Props) {
  const { t, term, count } = useI18n();
  const columns = useMemo<Column<LabelRow>[]>(
    () => [
      { id: 'label', head: t('dimension.label'), value: (r) => term('label', r.label) },
      {
        id: 'cases',
        head: t('totals.flags'),
        number: true,
        value: (r) => r.open + r.upheld + r.refused + r.expired,
        cell: (r) => (
          <Link to="/antrean" search={rowsOf(query, { label: r.label as never })}>
            {count(r.open + r.upheld + r.refused + r.expired)}
          </Link>
        ),
      },
      { id: 'upheld', head: t('totals.upheld'), value: (r) => r.upheld_share.share, cell: (r) => <Share of={r.upheld_share} /> },
    ],
    [t, term, count, query],
  );
  return (
    <Figure title={t('labels.title')} foot={`${t('labels.foot')} ${t('overview.source')}`} file={exportAddress(query, 'labels')} wide>
      <DataTable caption={t('labels.caption')} columns={columns} rows={o.labels} rowId={(r) => r.label} />
    </Figure>
  );
}

export function Agreement({ o }: Props) {
  const { t, term, count, decimal2 } = useI18n();
  const { kappa, low, high, n, agreed, by_label } = o.agreement;
  const range = (k: { kappa: number | null; low: number | null; high: number | null }) =>
    k.kappa === null || k.low === null || k.high === null ? t('agreement.none') : `${decimal2(k.kappa)} (${decimal2(k.low)} – ${decimal2(k.high)})`;
  return (
    <Figure title={t('agreement.title')} foot={`n = ${count(n)}. ${t('agreement.foot')} ${t('overview.source')}`}>
      {n === 0 ? (
        <p className="soft">{t('agreement.empty')}</p>
      ) : (
        <>
          <p>
            <strong className="big">κ {range({ kappa, low, high })}</strong>
          </p>
          <p className="small soft">{t('agreement.agreed', { agreed: count(agreed), n: count(n) })}</p>
          <dl className="agreement">
            {by_label.map((k) => (
              <div key={k.label}>
                <dt className="small">{term('label', k.label)}</dt>
                <dd className="small">
                  {range(k)} <span className="soft">n = {count(k.n)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Figure>
  );
}
