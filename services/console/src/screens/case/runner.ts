/** Sends one act at a time: a double press or a double click acts once, a refusal comes back in words, and the case is read again. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { type Answer, Refused } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import type { CaseRow, CaseView, Finding } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useProblem } from '../../i18n/problem.ts';

/** After these, what is on screen is not what the server knows. */
const STALE = ['precondition_failed', 'case_not_claimed', 'case_held_by_other', 'case_wrong_state', 'case_same_reviewer', 'undo_not_possible'];

export interface Act {
  run: () => Promise<Answer<unknown>>;
  done: (data: unknown) => void;
  /** The finding on its way, shown as if it were there already. */
  finding?: Finding;
  /** Who asked says the refusal where it was asked. */
  refused?: (e: unknown) => void;
}

/** What a part of the screen needs to act on the case. The same object until something of it changes: what is read is not drawn anew with every letter. */
export interface Acting {
  act: (act: Act) => void;
  error: string;
  busy: boolean;
}

export interface Runner extends Acting {
  acting: Acting;
  setError: (text: string) => void;
  sending: Finding | null;
}

export function useRunner(id: number): Runner {
  const client = useQueryClient();
  const problem = useProblem();
  const [error, setError] = useState('');
  const [current, setCurrent] = useState<Act | null>(null);
  // Not the state: a second click comes before the screen has been drawn again.
  const busy = useRef(false);
  const perform = async (a: Act) => {
    try {
      const { data } = await a.run();
      await reload(client, id);
      setError('');
      // Said once the screen shows it and the next key counts.
      busy.current = false;
      a.done(data);
      if (a.finding) focusOn('[data-role="next"]');
    } catch (e) {
      if (e instanceof Refused && STALE.includes(e.code)) await reload(client, id);
      if (a.refused) return a.refused(e);
      setError(problem(e));
      announce(problem(e));
    } finally {
      busy.current = false;
      setCurrent(null);
    }
  };
  const latest = useRef(perform);
  latest.current = perform;
  const act = useCallback((a: Act) => {
    if (busy.current) return;
    busy.current = true;
    setCurrent(a);
    void latest.current(a);
  }, []);
  const isBusy = current !== null;
  const acting = useMemo<Acting>(() => ({ act, error, busy: isBusy }), [act, error, isBusy]);
  return { ...acting, acting, setError, sending: current?.finding ?? null };
}

async function reload(client: QueryClient, id: number): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: queries.case(id).queryKey }),
    client.invalidateQueries({ queryKey: queries.proceedings(id).queryKey }),
    client.invalidateQueries({ queryKey: ['part', id] }),
  ]);
  const fresh = client.getQueryData(queries.case(id).queryKey);
  if (fresh) keepRow(client, fresh.data);
  void client.invalidateQueries({ queryKey: ['counts'] });
}

export function focusOn(selector: string): void {
  const there = document.querySelector<HTMLElement>(selector);
  // At once where it can be: whoever types fast has pressed the next key before the next frame.
  if (there) there.focus();
  // Else it comes with the screen that is about to be drawn.
  else requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
}

type Pages = { pages: { data: CaseRow[] }[] };

/** A case that changed is redrawn where it stands: nothing jumps. */
function keepRow(client: QueryClient, c: CaseView): void {
  const patch = (row: CaseRow): CaseRow =>
    row.id === c.id ? { ...row, state: c.state, holder: c.holder, due_at: c.due_at, priority: c.priority, revision: c.revision } : row;
  client.setQueriesData<Pages>({ queryKey: ['cases'] }, (old) => old && { ...old, pages: old.pages.map((p) => ({ ...p, data: p.data.map(patch) })) });
}
