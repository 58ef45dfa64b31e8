/** Contests of the latest register; each leads to its contestants. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState } from 'react';
import { office } from '../../api/office-queries.ts';
import type { ContestRow } from '../../api/types.ts';
import { STAFF } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Paged } from '../../ui/paged.tsx';
import { Empty } from '../../ui/states.tsx';
import { RegisterPage } from './frame.tsx';

const SEARCH_CHARS = 100;

export function Contests() {
  const { t } = useI18n();
  const { has, regions } = useSession();
  const [q, setQ] = useState('');
  const [region, setRegion] = useState('');
  const words = useDeferredValue(q.trim());
  const query = useInfiniteQuery({ ...office.contests({ q: words, region }), enabled: has(...STAFF) });
  return (
    <RegisterPage about={t('contests.about')}>
      <div className="fields">
        <TextField label={t('contests.search')} value={q} maxLength={SEARCH_CHARS} onChange={(e) => setQ(e.target.value)} />
        <Select
          label={t('filter.region')}
          value={region}
          onChange={setRegion}
          options={[['', t('contests.everywhere')], ...regions.map((r) => [r.code, r.name] as const)]}
        />
      </div>
      <Paged
        query={query}
        empty={<Empty title={words || region ? t('contests.none') : t('registers.empty')}>{words || region ? t('contests.none_hint') : <ToImport />}</Empty>}
      >
        {(rows) => <Table rows={rows} />}
      </Paged>
    </RegisterPage>
  );
}

/** Where an empty register leads: to the import, for those who may. */
export function ToImport() {
  const { t } = useI18n();
  const { has } = useSession();
  return has('register_admin') ? (
    <p>
      {t('registers.empty_hint')} <Link to="/register/impor">{t('registers.to_import')}</Link>
    </p>
  ) : (
    <p>{t('registers.empty_ask')}</p>
  );
}

function Table({ rows }: { rows: readonly ContestRow[] }) {
  const { t, term, count } = useI18n();
  const columns = useMemo<Column<ContestRow>[]>(
    () => [
      {
        id: 'name',
        head: t('contests.name'),
        value: (c) => c.name,
        cell: (c) => (
          <Link to="/register/kontes/$contestId" params={{ contestId: c.id }}>
            {c.name}
          </Link>
        ),
      },
      { id: 'type', head: t('contests.type'), value: (c) => term('contest', c.type) },
      { id: 'region', head: t('filter.region'), value: (c) => c.region_name ?? term('region', c.region) },
      { id: 'election', head: t('contests.election'), value: (c) => c.election },
      { id: 'n', head: t('contests.contestants'), value: (c) => c.contestants, cell: (c) => count(c.contestants), number: true },
    ],
    [t, term, count],
  );
  return <DataTable caption={t('contests.caption')} columns={columns} rows={rows} rowId={(c) => c.id} />;
}
