/** Groups of nearly the same text that wait for review, each a link to its posts side by side. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { queries } from '../../api/queries.ts';
import type { CaseGroup } from '../../api/types.ts';
import { useShortcuts } from '../../app/keys.tsx';
import { DECIDERS, REVIEWERS } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { stepFocus } from './focus.ts';

export function Groups() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const session = useSession();
  const list = useInfiniteQuery({ ...queries.groups(), enabled: session.has(...DECIDERS) });
  const groups = list.data?.pages.flatMap((p) => p.data);
  useShortcuts({
    j: () => stepFocus('.group-link', 1),
    k: () => stepFocus('.group-link', -1),
    q: () => void navigate({ to: '/antrean' }),
  });
  return (
    <Page title={t('groups.title')} about={t('groups.about')} roles={DECIDERS}>
      {list.isPending ? <Loading /> : null}
      {list.isError ? <Failure error={list.error} again={() => void list.refetch()} /> : null}
      {groups?.length === 0 ? <Empty title={t('groups.empty')}>{t('groups.empty_hint')}</Empty> : null}
      {groups && groups.length > 0 ? (
        <ul className="groups" aria-label={t('groups.list')}>
          {groups.map((g) => (
            <li key={g.id}>
              <GroupLink g={g} reviews={session.has(...REVIEWERS)} />
            </li>
          ))}
        </ul>
      ) : null}
      {list.hasNextPage ? (
        <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
          {t('groups.more')}
        </Button>
      ) : null}
    </Page>
  );
}

/** Who reviews goes to the posts side by side, others to the cases in the queue. */
function GroupLink({ g, reviews }: { g: CaseGroup; reviews: boolean }) {
  const { t, term, count, absolute } = useI18n();
  const inside = (
    <>
      <span className="group-size">{count(g.cases)}</span>
      <span className="group-words">
        <span className="excerpt" lang="id" dir="auto">
          {g.excerpt}
        </span>
        <span className="soft small line">
          <span>{t('groups.count', { cases: count(g.cases), people: count(g.people) })}</span>
          <span>{t('groups.free', { free: count(g.free) })}</span>
          <span>{g.labels.map((l) => term('label', l)).join(', ')}</span>
          <span>{t('groups.first', { at: absolute(g.first_flagged_at) })}</span>
        </span>
      </span>
    </>
  );
  return reviews ? (
    <Link to="/kelompok/$groupId" params={{ groupId: String(g.id) }} className="group-link">
      {inside}
    </Link>
  ) : (
    <Link to="/antrean" search={{ tampilan: 'semua', group: g.id }} className="group-link">
      {inside}
    </Link>
  );
}
