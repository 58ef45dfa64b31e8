/** One open case: what is read in the middle, what is decided on the right. */
import { useQuery } from '@tanstack/react-query';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { queries } from '../../api/queries.ts';
import { useShortcuts } from '../../app/keys.tsx';
import { REVIEWERS } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import type { InboxFilters } from '../inbox/filters.ts';
import { Decision } from './decision.tsx';
import { groupOf } from './group-link.ts';
import { Reading } from './reading.tsx';
import { useCaseWork } from './work.ts';

export function CaseScreen({ id, filters }: { id: number; filters: InboxFilters }) {
  const { t } = useI18n();
  const session = useSession();
  const navigate = useNavigate();
  const named = Number.isSafeInteger(id) && id > 0;
  const { data, error, isPending, refetch } = useQuery({ ...queries.case(id), enabled: named });
  const c = data?.data;
  const work = useCaseWork(id, c, data?.etag ?? null, filters);
  const group = c ? groupOf(c, session) : null;
  const reading = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (c?.id !== undefined) document.getElementById('case-title')?.focus({ preventScroll: true });
  }, [c?.id]);
  useShortcuts({
    q: () => void navigate({ to: '/antrean', search: filters }),
    s: () => nextSpan(reading.current),
    ...(session.has(...REVIEWERS) ? { n: work.next } : {}),
    ...(group !== null ? { g: () => void navigate(group) } : {}),
    ...work.shortcuts,
  });

  return (
    <>
      <div className="case-column" ref={reading}>
        {named ? null : <Empty title={t('case.none')}>{t('search.too_short')}</Empty>}
        {named && isPending ? <Loading /> : null}
        {error && !c ? <Failure error={error} again={() => void refetch()} /> : null}
        {c ? <Reading c={c} work={work.acting} filters={filters} /> : null}
      </div>
      {c ? <Decision c={c} work={work} /> : null}
      <LeaveQuestion unsaved={work.unsaved} id={id} />
      {c ? null : <h1 className="hidden">{t('case.none')}</h1>}
    </>
  );
}

/** From one marked place to the next, round and round. */
function nextSpan(column: HTMLElement | null): void {
  const marks = [...(column?.querySelectorAll<HTMLElement>('.post mark[tabindex]') ?? [])];
  const at = marks.indexOf(document.activeElement as HTMLElement);
  marks[(at + 1) % marks.length]?.focus();
}

/** A half-written reason is not left behind by accident. */
function LeaveQuestion({ unsaved, id }: { unsaved: boolean; id: number }) {
  const { t } = useI18n();
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => unsaved && next.pathname !== `/kasus/${id}`,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  const blocked = blocker.status === 'blocked';
  return (
    <Dialog
      title={t('leave.title')}
      open={blocked}
      onClose={() => blocker.reset?.()}
      actions={
        <>
          <Button onClick={() => blocker.proceed?.()}>{t('leave.go')}</Button>
          <Button look="primary" onClick={() => blocker.reset?.()}>
            {t('leave.stay')}
          </Button>
        </>
      }
    >
      <p>{t('leave.text')}</p>
    </Dialog>
  );
}
