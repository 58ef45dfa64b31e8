/** Flags by day or week, divided by what became of them, with the stages of the election above. One stop for the keyboard; arrows move. */
import { Link, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { OverviewFigures, OverviewQuery } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Figure } from './figure.tsx';
import { exportAddress, rowsOf, stepEnd } from './filters.ts';

type Step = OverviewFigures['times'][number];
const OUTCOMES = ['upheld', 'refused', 'open', 'expired'] as const;
const DATES_SHOWN = 5;
const sum = (s: Step): number => s.open + s.upheld + s.refused + s.expired;

export function TimeChart({ o, query }: { o: OverviewFigures; query: OverviewQuery }) {
  const { t, count } = useI18n();
  const total = o.times.reduce((n, s) => n + sum(s), 0);
  const foot = `n = ${count(total)}. ${t('time.foot')} ${t('overview.source')}`;
  return (
    <Figure
      title={o.step === 'week' ? t('time.title_week') : t('time.title_day')}
      foot={foot}
      file={exportAddress(query, 'times')}
      table={<Table o={o} query={query} />}
      wide
    >
      <Stages o={o} />
      <Bars o={o} query={query} />
      <ul className="time-legend small">
        {OUTCOMES.map((k) => (
          <li key={k}>
            <span className={`key ${k}`} /> {t(`outcome.${k}`)}
          </li>
        ))}
      </ul>
    </Figure>
  );
}

function Bars({ o, query }: { o: OverviewFigures; query: OverviewQuery }) {
  const { t, count, day } = useI18n();
  const navigate = useNavigate();
  const plot = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(o.times.length - 1);
  const here = Math.min(at, o.times.length - 1);
  const most = Math.max(1, ...o.times.map(sum));
  const rows = (s: Step) => rowsOf(query, { flagged_from: s.at < query.from ? query.from : s.at, flagged_to: stepEnd(s.at, o.step, query.to) });
  const says = (s: Step) =>
    t('time.says', { at: day(s.at), n: count(sum(s)), upheld: count(s.upheld), refused: count(s.refused), open: count(s.open), expired: count(s.expired) });
  const move = (e: KeyboardEvent) => {
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: o.times.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    const next = Math.max(0, Math.min(o.times.length - 1, to));
    setAt(next);
    plot.current?.querySelectorAll<HTMLAnchorElement>('a')[next]?.focus();
  };
  const shown = o.times[here];
  return (
    <>
      <div className="time-frame">
        <div className="time-scale small soft" aria-hidden="true">
          <span>{count(most)}</span>
          <span>0</span>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, this groups the bars */}
        <div className="time-plot" ref={plot} role="group" aria-label={t('time.group')} onKeyDown={move}>
          {o.times.map((s, i) => (
            <Link
              key={s.at}
              to="/antrean"
              search={rows(s)}
              className="time-step"
              tabIndex={i === here ? 0 : -1}
              aria-label={says(s)}
              onFocus={() => setAt(i)}
              onMouseEnter={() => setAt(i)}
              onClick={(e) => {
                e.preventDefault();
                void navigate({ to: '/antrean', search: rows(s) });
              }}
            >
              <span className="time-bar" style={{ height: `${(sum(s) / most) * 100}%` }}>
                {OUTCOMES.map((k) => (s[k] > 0 ? <span key={k} className={`key ${k}`} style={{ flexGrow: s[k] }} /> : null))}
              </span>
            </Link>
          ))}
        </div>
      </div>
      <Dates o={o} />
      <p className="small time-says">{shown ? says(shown) : ''}</p>
    </>
  );
}

function Dates({ o }: { o: OverviewFigures }) {
  const { day } = useI18n();
  const every = Math.max(1, Math.ceil(o.times.length / DATES_SHOWN));
  return (
    <div className="time-dates small soft" aria-hidden="true">
      {o.times.flatMap((s, i) =>
        i % every === 0
          ? [
              <span key={s.at} style={{ left: `${(i / o.times.length) * 100}%` }}>
                {day(s.at)}
              </span>,
            ]
          : [],
      )}
    </div>
  );
}

const DAY_MS = 86_400_000;
/** A name that begins in the right half stands before its band. */
const HALF = 50;

/** The stages of the election that most of these cases belong to, each where it lies in the period. */
function Stages({ o }: { o: OverviewFigures }) {
  const { t, term, day } = useI18n();
  const election = o.elections.find((e) => e.stages.length > 0);
  if (!election) return null;
  const begin = Date.parse(o.times[0]?.at ?? o.from);
  const days = (Date.parse(o.to) - begin) / DAY_MS + 1;
  const part = (d: string) => Math.min(100, Math.max(0, ((Date.parse(d) - begin) / DAY_MS / days) * 100));
  return (
    <div className="time-stages">
      <p className="small soft">{t('time.stages', { election: election.name ?? election.id })}</p>
      <ul>
        {election.stages.map((s) => {
          const end = part(new Date(Math.min(Date.parse(s.to), Date.parse(o.to)) + DAY_MS).toISOString().slice(0, 10));
          const text = `${term('stage', s.stage)}: ${s.from === s.to ? day(s.from) : `${day(s.from)} – ${s.to.startsWith('9999') ? '…' : day(s.to)}`}`;
          return (
            <li key={s.stage} title={text}>
              <span className="time-band" style={{ left: `${part(s.from)}%`, width: `${Math.max(0.6, end - part(s.from))}%` }} />
              <span className="time-stage small" style={part(s.from) > HALF ? { right: `${100 - part(s.from)}%` } : { left: `${part(s.from)}%` }}>
                {text}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Table({ o, query }: { o: OverviewFigures; query: OverviewQuery }) {
  const { t, count, day } = useI18n();
  const columns = useMemo<Column<Step>[]>(
    () => [
      { id: 'at', head: t('dimension.day'), value: (s) => s.at, cell: (s) => day(s.at) },
      ...OUTCOMES.map((k) => ({
        id: k,
        head: t(`outcome.${k}`),
        number: true,
        value: (s: Step) => s[k],
        cell: (s: Step) => (
          <Link
            to="/antrean"
            search={rowsOf(query, { flagged_from: s.at < query.from ? query.from : s.at, flagged_to: stepEnd(s.at, o.step, query.to), outcome: k })}
          >
            {count(s[k])}
          </Link>
        ),
      })),
    ],
    [t, count, day, query, o.step],
  );
  return <DataTable caption={t('dimension.day')} columns={columns} rows={o.times.filter((s) => sum(s) > 0)} rowId={(s) => s.at} />;
}
