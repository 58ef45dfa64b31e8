/** Keeps the own lease while its holder works, and says so when it has run out. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { http, send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import type { CaseView } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { useProblem } from '../../i18n/problem.ts';
import { useNow } from '../../ui/now.ts';

const TICK_MS = 1_000;
const RENEW_BELOW_MS = 6 * 60_000;
/** Whoever went away does not keep a case from others. */
const ACTIVE_WITHIN_MS = 5 * 60_000;

let lastActive = Date.now();
for (const type of ['keydown', 'pointerdown'] as const)
  addEventListener(type, () => {
    lastActive = Date.now();
  });

/** Milliseconds left of the own lease; null when there is none. */
export function useLease(c: CaseView | undefined): number | null {
  const { t } = useI18n();
  const problem = useProblem();
  const client = useQueryClient();
  const now = useNow(TICK_MS);
  const beating = useRef(false);
  const until = c?.holder?.mine ? new Date(c.holder.until).getTime() : null;
  const left = until === null ? null : until - now;
  const id = c?.id;
  const over = left !== null && left <= 0;
  const low = left !== null && !over && left < RENEW_BELOW_MS;

  useEffect(() => {
    if (!over || id === undefined) return;
    announce(t('lease.over'));
    void client.invalidateQueries({ queryKey: queries.case(id).queryKey });
  }, [over, id, client, t]);

  useEffect(() => {
    if (!low || id === undefined || beating.current) return;
    if (document.visibilityState !== 'visible' || now - lastActive > ACTIVE_WITHIN_MS) return;
    beating.current = true;
    void send((headers) => http.POST('/v1/cases/{id}/heartbeat', { params: { path: { id } }, headers }))
      .then(({ data, etag }) =>
        // Not read again: reading a case is an act of its own, and nothing else has changed.
        client.setQueryData(queries.case(id).queryKey, (old) =>
          old?.data.holder ? { data: { ...old.data, holder: { ...old.data.holder, until: data.lease_until } }, etag: etag ?? old.etag } : old,
        ),
      )
      .catch((e: unknown) => announce(problem(e)))
      .finally(() => {
        beating.current = false;
      });
  }, [low, id, now, client, problem]);

  return over ? 0 : left;
}
