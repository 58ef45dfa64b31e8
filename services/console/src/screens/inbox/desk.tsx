/** The queue, and beside it the case that is open. */
import { useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { CASE_READERS } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import { within } from './filters.ts';
import { Inbox } from './inbox.tsx';

const CaseScreen = lazy(() => import('../case/case.tsx').then((m) => ({ default: m.CaseScreen })));

export function Desk() {
  const { t } = useI18n();
  const session = useSession();
  const search = useSearch({ from: '/desk' });
  const filters = useMemo(() => within(search, session), [search, session]);
  const { caseId } = useParams({ strict: false });
  const id = caseId === undefined ? null : Number(caseId);
  if (!session.has(...CASE_READERS)) return <Empty title={t('state.forbidden')}>{t('problem.forbidden')}</Empty>;
  return (
    <div className={id === null ? 'desk' : 'desk open'}>
      <Inbox filters={filters} selected={id} />
      {id === null ? null : (
        <Suspense fallback={<Loading />}>
          <CaseScreen key={id} id={id} filters={filters} />
        </Suspense>
      )}
    </div>
  );
}
