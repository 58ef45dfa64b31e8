/** Figures of the own regions. The table says its question, its n and its source. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { queries } from '../api/queries.ts';
import type { Statistics } from '../api/types.ts';
import { FIGURE_READERS } from '../app/roles.ts';
import { useSession } from '../app/session.tsx';
import { useI18n } from '../i18n/index.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Select } from '../ui/field.tsx';
import { Loaded, Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';

const DIVISIONS = ['state', 'region', 'label', 'day', 'region,label', 'region,state', 'label,state'] as const;
type Division = (typeof DIVISIONS)[number];
type Cell = Statistics['cells'][number];

export function Overview() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const search = useSearch({ from: '/ringkasan' });
  const session = useSession();
  const by: Division = DIVISIONS.find((d) => d === search.by) ?? 'state';
  const level = search.level === 'province' ? 'province' : 'regency';
  const change = (patch: { by?: string; level?: string }) => void navigate({ to: '/ringkasan', search: { by, level, ...patch } });
  const figures = useQuery({ ...queries.statistics({ by, level }), enabled: session.has(...FIGURE_READERS) });
  return (
    <Page title={t('page.overview')} about={t('overview.about')} roles={FIGURE_READERS}>
      <div className="fields">
        <Select label={t('overview.by')} value={by} onChange={(v) => change({ by: v })} options={DIVISIONS.map((d) => [d, t(`division.${d}`)] as const)} />
        {by.includes('region') ? (
          <Select
            label={t('overview.level')}
            value={level}
            onChange={(v) => change({ level: v })}
            options={[
              ['regency', t('overview.regency')],
              ['province', t('overview.province')],
            ]}
          />
        ) : null}
      </div>
      <Loaded query={figures}>{(r) => <Figures r={r} by={by} />}</Loaded>
    </Page>
  );
}

function Figures({ r, by }: { r: Statistics; by: Division }) {
  const { t, count } = useI18n();
  const columns = useColumns(r.by);
  if (r.cells.length === 0) return <Empty title={t('overview.empty')}>{t('overview.empty_hint')}</Empty>;
  const total = r.cells.reduce((sum, c) => sum + (c.cases ?? 0), 0);
  const partial = r.cells.some((c) => c.suppressed);
  return (
    <>
      <DataTable caption={t('overview.caption', { by: t(`division.${by}`) })} columns={columns} rows={r.cells} rowId={(c) => r.by.map((d) => c[d]).join(' ')} />
      <p className="small soft">
        {partial ? t('overview.n_shown', { n: count(total) }) : t('overview.n', { n: count(total) })}{' '}
        {r.audience === 'deciders' ? t('overview.deciders') : t('overview.public')} {t('overview.source')}
      </p>
    </>
  );
}

function useColumns(by: Statistics['by']): Column<Cell>[] {
  const { t, term, count, day } = useI18n();
  // The parts of `by` and not the list itself: every answer brings a new list of the same words.
  const key = by.join(',');
  return useMemo(() => {
    const word = (c: Cell, d: Statistics['by'][number]): string => {
      if (d === 'region') return c.region_name ?? c.region ?? '—';
      if (d === 'day') return c.day ? day(c.day) : '—';
      return term(d, c[d]);
    };
    const parts = key.split(',') as Statistics['by'];
    return [
      ...parts.map((d) => ({
        id: d,
        head: t(`dimension.${d}`),
        value: (c: Cell) => (d === 'day' ? (c.day ?? '') : word(c, d)),
        cell: (c: Cell) => word(c, d),
      })),
      {
        id: 'cases',
        head: t('overview.cases'),
        number: true,
        value: (c) => c.cases,
        cell: (c) => (c.suppressed ? <span className="soft">{t('overview.suppressed')}</span> : count(c.cases ?? 0)),
      },
    ];
  }, [key, t, term, count, day]);
}
