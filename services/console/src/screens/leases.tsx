/** Who holds which case, for those who may take a forgotten hold away; an administrator sees no more of the case than this. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { caseNumber } from '../api/case-number.ts';
import { queries } from '../api/queries.ts';
import type { Lease } from '../api/types.ts';
import { LEASE_BREAKERS } from '../app/roles.ts';
import { useSession } from '../app/session.tsx';
import { useI18n } from '../i18n/index.tsx';
import { Button } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';
import { BreakLease } from './case/break-lease.tsx';
import { type Acting, useRunner } from './case/runner.ts';

const NO_CASE = 0;

export function Leases() {
  const { t } = useI18n();
  const client = useQueryClient();
  const runner = useRunner(NO_CASE);
  const [after, setAfter] = useState(0);
  const query = useQuery(queries.leases(after));
  const work: Pick<Acting, 'act' | 'busy'> = {
    busy: runner.busy,
    act: (a) =>
      runner.act({
        ...a,
        done: (data) => {
          void client.invalidateQueries({ queryKey: ['leases'] });
          a.done(data);
        },
      }),
  };
  return (
    <Page title={t('page.leases')} about={t('leases.about')} roles={LEASE_BREAKERS}>
      <Loaded query={query}>
        {({ data, next_after: next }) => (
          <>
            {data.length === 0 ? <Empty title={t('leases.empty')} /> : <Table rows={data} work={work} />}
            {next === null ? null : <Button onClick={() => setAfter(next)}>{t('leases.more')}</Button>}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Table({ rows, work }: { rows: Lease[]; work: Pick<Acting, 'act' | 'busy'> }) {
  const { t, absolute } = useI18n();
  const { regions } = useSession();
  const columns = useMemo<Column<Lease>[]>(() => {
    const names = new Map(regions.map((r) => [r.code, r.name]));
    return [
      { id: 'case', head: t('leases.case'), value: (l) => caseNumber(l.case_id) },
      { id: 'region', head: t('leases.region'), value: (l) => names.get(l.region) ?? l.region },
      { id: 'holder', head: t('leases.holder'), value: (l) => l.holder.name ?? t('why.someone') },
      { id: 'until', head: t('leases.until'), value: (l) => l.lease_until, cell: (l) => absolute(l.lease_until, l.region) },
      {
        id: 'verbs',
        head: t('leases.verbs'),
        value: () => null,
        cell: (l) => <BreakLease id={l.case_id} name={l.holder.name ?? t('why.someone')} work={work} />,
      },
    ];
  }, [t, absolute, regions, work]);
  return <DataTable caption={t('leases.caption')} columns={columns} rows={rows} rowId={(l) => String(l.case_id)} />;
}
