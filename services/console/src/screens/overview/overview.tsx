/** Figures of the own regions for those who decide and those who check them. The filters stand in the address; every figure leads to its rows. */
import './overview.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../../api/queries.ts';
import { DECIDERS } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { regionChoice } from '../inbox/filter-bar.tsx';
import { Balance } from './balance.tsx';
import { type OverviewSearch, overviewQuery, PERIODS } from './filters.ts';
import { Ages, Agreement, Labels, Totals } from './small-figures.tsx';
import { TileMap } from './tile-map.tsx';
import { TimeChart } from './time-chart.tsx';

type Patch = { [K in keyof OverviewSearch]?: OverviewSearch[K] | '' };

export function Overview() {
  const { t } = useI18n();
  const session = useSession();
  const navigate = useNavigate();
  const search = useSearch({ from: '/ringkasan' });
  // One moment for the whole visit: a period that moves at midnight would change under its reader.
  const [now] = useState(Date.now);
  const scopes = session.me.roles.filter((r) => DECIDERS.includes(r.role)).map((r) => r.region);
  const query = overviewQuery(search, scopes.length === 1 ? scopes[0] : undefined, now);
  const asked = useQuery({ ...queries.overview(query), enabled: scopes.length > 0 });
  const change = (patch: Patch) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...patch }).filter(([, v]) => v !== '' && v !== undefined));
    void navigate({ to: '/ringkasan', search: next });
  };
  const o = asked.data;
  const empty = o && o.total.open + o.total.upheld + o.total.refused + o.total.expired === 0;
  return (
    <Page title={t('page.overview')} about={t('overview.about')} roles={DECIDERS}>
      <Filters search={search} query={query} change={change} />
      {asked.isPending ? <Loading /> : null}
      {asked.isError ? <Failure error={asked.error} again={() => void asked.refetch()} /> : null}
      {empty ? (
        <section className="card">
          <Empty title={t('overview.empty')}>{t('overview.empty_hint')}</Empty>
        </section>
      ) : null}
      {o ? (
        <div className="figures">
          {empty ? null : <Totals o={o} query={query} />}
          <TileMap o={o} query={query} search={search} />
          {empty ? null : (
            <>
              <TimeChart key={`${o.from} ${o.to} ${o.step}`} o={o} query={query} />
              <Balance o={o} query={query} onChoose={(contest) => change({ contest })} />
              <Ages o={o} query={query} />
              <Agreement o={o} query={query} />
              <Labels o={o} query={query} />
            </>
          )}
        </div>
      ) : null}
    </Page>
  );
}

interface FilterProps {
  search: OverviewSearch;
  query: { from: string; to: string; region?: string | undefined };
  change: (patch: Patch) => void;
}

function Filters({ search, query, change }: FilterProps) {
  const { t, term } = useI18n();
  const session = useSession();
  const [own, setOwn] = useState(search.from !== undefined);
  const { options, groups } = regionChoice(session, t('filter.all_regions'));
  return (
    <div className="fields overview-filters">
      <Select label={t('filter.region')} value={search.region ?? ''} onChange={(region) => change({ region })} options={options} groups={groups} />
      <Select
        label={t('overview.period')}
        value={own ? 'own' : String(search.days ?? 90)}
        onChange={(v) => {
          setOwn(v === 'own');
          change(v === 'own' ? { from: query.from, to: query.to, days: '' } : { from: '', to: '', days: PERIODS.find((p) => String(p) === v) ?? '' });
        }}
        options={[...PERIODS.map((p) => [String(p), t('overview.days', { n: p })] as const), ['own', t('overview.own_period')]]}
      />
      {own ? (
        <>
          <TextField
            label={t('overview.from')}
            type="date"
            value={search.from ?? query.from}
            max={query.to}
            onChange={(e) => change({ from: e.target.value, to: query.to })}
          />
          <TextField
            label={t('overview.to')}
            type="date"
            value={search.to ?? query.to}
            min={query.from}
            onChange={(e) => change({ from: query.from, to: e.target.value })}
          />
        </>
      ) : null}
      <Select
        label={t('filter.label')}
        value={search.label ?? ''}
        onChange={(label) => change({ label })}
        options={[['', t('filter.all_labels')], ...session.vocabulary.labels.map((l) => [l, term('label', l)] as const)]}
      />
      <Select
        label={t('filter.phase')}
        value={search.phase ?? ''}
        onChange={(phase) => change({ phase })}
        options={[['', t('filter.all_phases')], ...session.vocabulary.phases.map((p) => [p, term('phase', p)] as const)]}
      />
      <Select
        label={t('overview.step')}
        value={search.step ?? ''}
        onChange={(v) => change({ step: v === 'week' ? 'week' : '' })}
        options={[
          ['', t('overview.by_day')],
          ['week', t('overview.by_week')],
        ]}
      />
    </div>
  );
}
