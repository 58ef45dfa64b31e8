/** Cases by priority. What is in view stays where it is: new ones are announced above the list and shown when asked for. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { queries } from '../../api/queries.ts';
import type { CaseCounts, CaseRow } from '../../api/types.ts';
import { useShortcuts } from '../../app/keys.tsx';
import { DECIDERS, REVIEWERS } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { useNext } from '../case/next.ts';
import { FilterBar } from './filter-bar.tsx';
import { apiFilters, type InboxFilters, sortOf, usualView } from './filters.ts';
import { CaseList } from './list.tsx';
import { SavedViews } from './saved-views.tsx';

export function Inbox({ filters, selected }: { filters: InboxFilters; selected: number | null }) {
  const { t } = useI18n();
  const session = useSession();
  const client = useQueryClient();
  const asked = useMemo(() => apiFilters(filters, usualView(session)), [filters, session]);
  const sort = sortOf(filters);
  const list = useInfiniteQuery(queries.cases(asked, sort));
  const counts = useQuery(queries.counts(asked));
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.data) ?? [], [list.data]);
  const { fresh, shown } = useFresh(JSON.stringify(asked), counts.data);
  const reviews = session.has(...REVIEWERS);
  const { next, busy } = useNext(filters);

  const show = () => {
    shown();
    // From the first page on: reading all pages again would cost as much as reading them the first time.
    void client.resetQueries({ queryKey: queries.cases(asked, sort).queryKey });
    void counts.refetch();
  };
  const decides = session.has(...DECIDERS);
  const toGroups = useToGroups(rows);
  useShortcuts({ l: show, ...(reviews ? { n: next } : {}), ...(decides && selected === null ? { g: toGroups } : {}) });

  return (
    <section className="inbox" aria-label={t('page.inbox')}>
      <div className="inbox-head">
        <div className="inbox-title">
          <h1>{t('page.inbox')}</h1>
          <Summary counts={counts.data} reviews={reviews} />
          {decides && selected === null ? (
            <Button className="to-groups" hotkey="g" onClick={toGroups}>
              {t('groups.open')}
            </Button>
          ) : null}
          {reviews ? (
            <Button look={selected === null ? 'primary' : undefined} hotkey="n" onClick={next} disabled={busy}>
              {t('do.next')}
            </Button>
          ) : null}
        </div>
        <FilterBar filters={filters} />
        {selected === null ? <SavedViews filters={filters} usual={usualView(session)} /> : null}
        {fresh > 0 ? (
          <Button className="fresh" hotkey="l" onClick={show}>
            {t('inbox.fresh', { n: fresh })}
          </Button>
        ) : null}
      </div>
      {list.isPending ? <Loading /> : null}
      {list.isError ? <Failure error={list.error} again={() => void list.refetch()} /> : null}
      {list.isSuccess && rows.length === 0 ? <Empty title={t('inbox.empty')}>{t('inbox.empty_hint')}</Empty> : null}
      {rows.length > 0 ? (
        <CaseList
          rows={rows}
          total={counts.data?.total ?? rows.length}
          filters={filters}
          selected={selected}
          more={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : null}
        />
      ) : null}
    </section>
  );
}

/** To the group of the row in focus, else to all groups. */
function useToGroups(rows: readonly CaseRow[]): () => void {
  const navigate = useNavigate();
  const session = useSession();
  return () => {
    const index = document.activeElement?.closest<HTMLElement>('[data-index]')?.dataset.index;
    const group = index === undefined ? null : (rows[Number(index)]?.group ?? null);
    if (group && group.similar > 0 && session.has(...REVIEWERS)) void navigate({ to: '/kelompok/$groupId', params: { groupId: String(group.id) } });
    else void navigate({ to: '/kelompok' });
  };
}

function Summary({ counts, reviews }: { counts: CaseCounts | undefined; reviews: boolean }) {
  const { t, count } = useI18n();
  if (!counts) return <p className="soft small summary" />;
  const total = count(counts.total);
  return (
    <p className="soft small summary">
      {reviews ? t('inbox.counts', { total, free: count(counts.free), mine: count(counts.mine) }) : t('inbox.total', { total })}
    </p>
  );
}

/** How many more there are than when the list was read. */
function useFresh(key: string, counts: CaseCounts | undefined): { fresh: number; shown: () => void } {
  const [base, setBase] = useState<{ key: string; total: number } | null>(null);
  // Fewer than before: some were decided; what comes now is new again.
  if (counts && (base?.key !== key || counts.total < base.total)) setBase({ key, total: counts.total });
  return { fresh: counts && base ? counts.total - base.total : 0, shown: () => setBase(null) };
}
