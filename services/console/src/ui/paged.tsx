/** A list that is read page by page, with its states. */
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { Button } from './button.tsx';
import { Failure, Loading } from './states.tsx';

interface Props<T> {
  query: UseInfiniteQueryResult<InfiniteData<{ data: T[] }>>;
  empty: ReactNode;
  children: (rows: T[]) => ReactNode;
}

export function Paged<T>({ query, empty, children }: Props<T>) {
  const { t } = useI18n();
  const rows = query.data?.pages.flatMap((p) => p.data) ?? [];
  return (
    <section className="card">
      {query.isPending ? <Loading /> : null}
      {query.isError ? <Failure error={query.error} again={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? empty : null}
      {rows.length > 0 ? children(rows) : null}
      {query.hasNextPage ? <Button onClick={() => void query.fetchNextPage()}>{t('inbox.more')}</Button> : null}
    </section>
  );
}
