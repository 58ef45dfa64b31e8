/** A page with one idea: its title, a line that says what it shows, the content, and the states around it. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Role } from '../api/types.ts';
import { useSession } from '../app/session.tsx';
import { useI18n } from '../i18n/index.tsx';
import { Empty, Failure, Loading } from './states.tsx';

interface Props {
  title: string;
  about: string;
  /** Who may use it; the API refuses others anyway, this says so in words. */
  roles?: readonly Role[];
  children?: ReactNode;
}

export function Page({ title, about, roles, children }: Props) {
  const { t } = useI18n();
  const session = useSession();
  const allowed = roles === undefined || session.has(...roles);
  return (
    <div className="page">
      <header>
        <h1>{title}</h1>
        <p className="soft">{about}</p>
      </header>
      {allowed ? children : <Empty title={t('state.forbidden')}>{t('problem.forbidden')}</Empty>}
    </div>
  );
}

/** A part of a page that is read by itself. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  return (
    <section className="card">
      {query.isPending ? <Loading /> : null}
      {query.isError && query.data === undefined ? <Failure error={query.error} again={() => void query.refetch()} /> : null}
      {query.data === undefined ? null : children(query.data)}
    </section>
  );
}
