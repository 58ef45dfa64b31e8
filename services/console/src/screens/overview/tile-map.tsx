/** Provinces as tiles in a grid of our own; a province opened shows its regencies and cities. Four states, told apart without colour. */
import { Link } from '@tanstack/react-router';
import { type CSSProperties, useMemo } from 'react';
import type { OverviewFigures, OverviewQuery } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Figure } from './figure.tsx';
import { exportAddress, type OverviewSearch, rowsOf } from './filters.ts';
import { PROVINCES } from './provinces.ts';

type Row = OverviewFigures['regions'][number];
const STEPS = 5;
const casesOf = (r: Row): number => r.open + r.upheld + r.refused + r.expired;

export function TileMap({ o, query, search }: { o: OverviewFigures; query: OverviewQuery; search: OverviewSearch }) {
  const { t, count } = useI18n();
  const top = Math.max(0, ...o.regions.map((r) => r.rate ?? 0));
  const national = o.region_level === 'province';
  const { regencies, watched, people } = o.coverage;
  const foot = `${t('map.foot', { watched: count(watched), regencies: count(regencies), people: count(people) })} ${t('overview.source')}`;
  return (
    <Figure title={t('map.title')} foot={foot} file={exportAddress(query, 'regions')} table={<Table o={o} query={query} />} wide>
      {national || search.region === undefined ? null : (
        <Link to="/ringkasan" search={{ ...search, region: undefined }} className="small">
          {t('map.back')}
        </Link>
      )}
      <ul className={national ? 'tiles provinces' : 'tiles'}>
        {o.regions.map((r) => (
          <Tile key={r.region} r={r} top={top} national={national} query={query} search={search} />
        ))}
      </ul>
      <Legend top={top} />
    </Figure>
  );
}

const levelOf = (rate: number, top: number): number => Math.min(STEPS, Math.max(1, Math.ceil((rate / top) * STEPS)));

interface TileProps {
  r: Row;
  top: number;
  national: boolean;
  query: OverviewQuery;
  search: OverviewSearch;
}

function Tile({ r, top, national, query, search }: TileProps) {
  const { t, count, decimal } = useI18n();
  const place = national ? PROVINCES[r.region] : undefined;
  const shown = r.state === 'value' ? decimal(r.rate ?? 0) : t(`tile.${r.state}`);
  const says = t('tile.says', {
    region: r.name,
    rate: r.state === 'value' ? decimal(r.rate ?? 0) : t(`tile.${r.state}_long`),
    cases: count(casesOf(r)),
    people: count(r.people),
  });
  const className = `tile ${r.state}${r.rate === null ? '' : ` step-${levelOf(r.rate, top)}`}`;
  const inside = (
    <>
      <span className="tile-name">{place?.short ?? r.name.replace(/^Kabupaten /, '')}</span>
      <span className="tile-value">{shown}</span>
      <span className="hidden">{says}</span>
    </>
  );
  return (
    <li style={place ? ({ '--column': place.column, '--row': place.row } as CSSProperties) : undefined}>
      {national ? (
        <Link to="/ringkasan" search={{ ...search, region: r.region }} className={className} title={says}>
          {inside}
        </Link>
      ) : (
        <Link to="/antrean" search={rowsOf(query, { region: r.region })} className={className} title={says}>
          {inside}
        </Link>
      )}
    </li>
  );
}

function Legend({ top }: { top: number }) {
  const { t, decimal } = useI18n();
  const ends = Array.from({ length: STEPS }, (_, i) => (top * (i + 1)) / STEPS);
  return (
    <ul className="tile-legend small soft">
      {top > 0
        ? ends.map((end, i) => (
            <li key={end}>
              <span className={`tile swatch value step-${i + 1}`} /> ≤ {decimal(end)}
            </li>
          ))
        : null}
      {(['none', 'suppressed', 'not_looked_at'] as const).map((s) => (
        <li key={s}>
          <span className={`tile swatch ${s}`}>{t(`tile.${s}`)}</span> {t(`tile.${s}_long`)}
        </li>
      ))}
    </ul>
  );
}

function Table({ o, query }: { o: OverviewFigures; query: OverviewQuery }) {
  const { t, count, decimal } = useI18n();
  const columns = useMemo<Column<Row>[]>(
    () => [
      { id: 'name', head: t('dimension.region'), value: (r) => r.name },
      {
        id: 'rate',
        head: t('map.rate'),
        number: true,
        value: (r) => r.rate,
        cell: (r) => (r.state === 'value' ? decimal(r.rate ?? 0) : t(`tile.${r.state}_long`)),
      },
      {
        id: 'cases',
        head: t('overview.cases'),
        number: true,
        value: casesOf,
        cell: (r) => (
          <Link to="/antrean" search={rowsOf(query, { region: r.region })}>
            {count(casesOf(r))}
          </Link>
        ),
      },
      { id: 'people', head: t('map.people'), number: true, value: (r) => r.people, cell: (r) => count(r.people) },
    ],
    [t, count, decimal, query],
  );
  return <DataTable caption={t('map.title')} columns={columns} rows={o.regions} rowId={(r) => r.region} />;
}
