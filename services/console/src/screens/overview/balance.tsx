/** The contestants of one contest beside each other, in the order of the ballot and never by who has more. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { queries } from '../../api/queries.ts';
import type { BalanceRow, OverviewFigures, OverviewQuery } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Select } from '../../ui/field.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { Figure } from './figure.tsx';
import { exportAddress, rowsOf } from './filters.ts';
import { Share } from './share.tsx';

const nameOf = (r: BalanceRow, rest: string): string => (r.contestant === null ? rest : `${r.ballot_number ?? '–'}. ${r.name ?? r.contestant}`);
const casesOf = (r: BalanceRow): number => r.open + r.upheld + r.refused + r.expired;

interface Props {
  o: OverviewFigures;
  query: OverviewQuery;
  onChoose: (contest: string) => void;
}

export function Balance({ o, query, onChoose }: Props) {
  const { t, count } = useI18n();
  const contest = query.contest ?? o.contests[0]?.id;
  const asked = useQuery({ ...queries.balance({ ...query, contest: contest ?? '' }), enabled: contest !== undefined });
  const rows = asked.data?.rows ?? [];
  const withContest = { ...query, ...(contest === undefined ? {} : { contest }) };
  const n = rows.reduce((sum, r) => sum + casesOf(r), 0);
  return (
    <Figure
      title={t('balance.title')}
      foot={`n = ${count(n)}. ${t('balance.foot')} ${t('overview.source')}`}
      {...(contest === undefined ? {} : { file: exportAddress(withContest, 'balance'), table: <Table rows={rows} query={withContest} /> })}
      wide
    >
      {contest === undefined ? (
        <Empty title={t('balance.empty')} />
      ) : (
        <>
          <Select
            label={t('balance.contest')}
            value={contest}
            onChange={onChoose}
            options={o.contests.map((c) => [c.id, `${c.name ?? c.id} (${count(c.cases)})`] as const)}
          />
          {asked.isPending ? <Loading /> : null}
          {asked.isError ? <Failure error={asked.error} again={() => void asked.refetch()} /> : null}
          <ol className="balance">
            {rows.map((r) => (
              <Row key={r.contestant ?? ''} r={r} query={withContest} />
            ))}
          </ol>
        </>
      )}
    </Figure>
  );
}

function Row({ r, query }: { r: BalanceRow; query: OverviewQuery }) {
  const { t, count } = useI18n();
  const own = r.contestant === null ? {} : { contestant: r.contestant };
  return (
    <li>
      <p className="balance-name">
        <strong>{nameOf(r, t('balance.rest'))}</strong>{' '}
        <Link to="/antrean" search={rowsOf(query, own)} className="small">
          {t('balance.cases', { n: count(casesOf(r)) })}
        </Link>{' '}
        <span className="small soft">{t('balance.directions', { support: count(r.support), attack: count(r.attack) })}</span>
      </p>
      <dl>
        <div>
          <dt className="small soft">{t('balance.of_flags')}</dt>
          <dd>
            <Share of={r.of_flags} />
          </dd>
        </div>
        <div>
          <dt className="small soft">{t('balance.upheld')}</dt>
          <dd>
            <Share of={r.upheld_share} />
          </dd>
        </div>
      </dl>
    </li>
  );
}

function Table({ rows, query }: { rows: readonly BalanceRow[]; query: OverviewQuery }) {
  const { t, count } = useI18n();
  const columns = useMemo<Column<BalanceRow>[]>(
    () => [
      { id: 'name', head: t('balance.contestant'), value: (r) => r.ballot_number, cell: (r) => nameOf(r, t('balance.rest')) },
      {
        id: 'cases',
        head: t('overview.cases'),
        number: true,
        value: casesOf,
        cell: (r) => (
          <Link to="/antrean" search={rowsOf(query, r.contestant === null ? {} : { contestant: r.contestant })}>
            {count(casesOf(r))}
          </Link>
        ),
      },
      { id: 'support', head: t('legend.support'), number: true, value: (r) => r.support },
      { id: 'attack', head: t('legend.attack'), number: true, value: (r) => r.attack },
      { id: 'of_flags', head: t('balance.of_flags'), value: (r) => r.of_flags.share, cell: (r) => <Share of={r.of_flags} /> },
      { id: 'upheld', head: t('balance.upheld'), value: (r) => r.upheld_share.share, cell: (r) => <Share of={r.upheld_share} /> },
    ],
    [t, count, query],
  );
  return <DataTable caption={t('balance.title')} columns={columns} rows={rows} rowId={(r) => r.contestant ?? ''} />;
}
