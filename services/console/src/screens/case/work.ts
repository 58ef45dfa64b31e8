/** What can be done with the open case: each act sent once, refused in words, and nothing typed lost. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, http, Refused, send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import type { AllowedAct, CaseRow, CaseView, Finding, OpinionBody } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import type { Shortcuts } from '../../app/keys.tsx';
import type { PlainKey } from '../../i18n/catalogue.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useProblem } from '../../i18n/problem.ts';
import type { InboxFilters } from '../inbox/filters.ts';
import { type Draft, useDraft } from './draft.ts';
import { useLease } from './lease.ts';
import { useNext } from './next.ts';

export interface CaseWork {
  draft: Draft;
  change: (patch: Partial<Draft>) => void;
  unsaved: boolean;
  /** What is wrong, said where it was done. */
  error: string;
  /** One act at a time: a double press or a double click acts once. */
  busy: boolean;
  /** The finding on its way to the server, shown as if it were there already. */
  sending: Finding | null;
  lease: number | null;
  claim: () => void;
  release: () => void;
  decide: (finding: Finding) => void;
  forward: () => void;
  undo: () => void;
  next: () => void;
  shortcuts: Shortcuts;
}

/** After these, what is on screen is not what the server knows. */
const STALE = ['precondition_failed', 'case_not_claimed', 'case_held_by_other', 'case_wrong_state', 'case_same_reviewer'];

interface Step {
  run: () => Promise<Answer<unknown>>;
  done: (data: unknown) => void;
  finding?: Finding;
}

export function useCaseWork(id: number, c: CaseView | undefined, etag: string | null, filters: InboxFilters): CaseWork {
  const { t } = useI18n();
  const problem = useProblem();
  const client = useQueryClient();
  const lease = useLease(c);
  const { draft, change, forget } = useDraft(c, id);
  const [error, setError] = useState('');
  const { next, busy: taking } = useNext(filters);
  const reload = async () => {
    await client.invalidateQueries({ queryKey: queries.case(id).queryKey });
    const fresh = client.getQueryData(queries.case(id).queryKey);
    if (fresh) keepRow(client, fresh.data);
    void client.invalidateQueries({ queryKey: ['counts'] });
  };
  const step = useMutation({
    mutationFn: (s: Step) => s.run(),
    onSuccess: async ({ data }, s) => {
      setError('');
      s.done(data);
      await reload();
      if (s.finding) focusOn('[data-role="next"]');
    },
    onError: async (e) => {
      if (e instanceof Refused && STALE.includes(e.code)) await reload();
      setError(problem(e));
      announce(problem(e));
    },
  });
  const act = (s: Step) => {
    if (!step.isPending) step.mutate(s);
  };
  const path = { params: { path: { id } } };

  const claim = () => {
    if (!c?.may.claim || c.may.decide) return;
    act({ run: () => send((headers) => http.POST('/v1/cases/{id}/claim', { ...path, headers })), done: () => announce(t('done.claimed')) });
  };
  const release = () => {
    if (!c?.may.decide) return;
    act({ run: () => send((headers) => http.POST('/v1/cases/{id}/release', { ...path, headers })), done: () => announce(t('done.released')) });
  };
  const decide = (finding: Finding) => {
    if (!c?.may.decide) return;
    const { body, fault, field } = opinionOf(finding, draft);
    if (fault) {
      setError(t(fault));
      return focusOn(`[data-role="${field}"]`);
    }
    act({
      finding,
      run: () => send((headers) => http.POST('/v1/cases/{id}/opinions', { ...path, body, headers }), etag),
      done: (data) => {
        forget();
        announce(outcome(data as Decided, finding, t));
      },
    });
  };
  const forward = () => {
    if (!c?.may.forward) return;
    act({
      run: () => send((headers) => http.POST('/v1/cases/{id}/forward', { ...path, body: null, headers }), etag),
      done: (data) => {
        const n = (data as { deliveries: number }).deliveries;
        announce(n > 0 ? t('done.forwarded', { n }) : t('done.forwarded_nobody'));
      },
    });
  };
  const undo = () => {
    if (!may(c, 'undo')) return;
    act({ run: () => send((headers) => http.POST('/v1/cases/{id}/undo', { ...path, headers }), etag), done: () => announce(t('done.undone')) });
  };
  const sending = step.isPending ? (step.variables?.finding ?? null) : null;
  return {
    draft,
    change,
    unsaved: draft.reason.trim() !== '' && !sending,
    error,
    busy: step.isPending || taking,
    sending,
    lease,
    claim,
    release,
    decide,
    forward,
    undo,
    next,
    shortcuts: {
      a: claim,
      e: release,
      u: undo,
      1: () => decide('plausible'),
      2: () => decide('not_a_violation'),
      3: () => decide('needs_second'),
      c: () => focusOn('[data-role="acts"]'),
      h: () => focusOn('[data-role="exemption"]'),
      r: () => focusOn('[data-role="reason"]'),
    },
  };
}

function focusOn(selector: string): void {
  // After the screen has been drawn anew: what shall get the focus may not be there yet.
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
}

/** Whether the server would let this person do it now. */
export const may = (c: CaseView | undefined, act: AllowedAct['act']): boolean => c?.allowed_actions.some((a) => a.act === act && a.allowed) ?? false;

type Opinion = { body: OpinionBody; fault?: PlainKey; field?: 'acts' | 'exemption' };

/** The opinion as it will be sent, or what is missing and where. */
function opinionOf(finding: Finding, draft: Draft): Opinion {
  const reason = draft.reason.trim();
  const body: OpinionBody = {
    finding,
    acts: finding === 'plausible' ? [...draft.acts] : [],
    ...(finding === 'not_a_violation' && draft.exemption ? { exemption: draft.exemption as NonNullable<OpinionBody['exemption']> } : {}),
    ...(reason ? { reason } : {}),
  };
  if (finding === 'plausible' && draft.acts.length === 0) return { body, fault: 'decide.needs_act', field: 'acts' };
  if (finding === 'not_a_violation' && !draft.exemption && !reason) return { body, fault: 'decide.needs_reason', field: 'exemption' };
  return { body };
}

interface Decided {
  state: string;
  waiting_for: 'second' | 'third' | null;
}

function outcome(d: Decided, finding: Finding, t: (key: PlainKey) => string): string {
  if (d.waiting_for === 'second') return t('done.waits_second');
  if (d.waiting_for === 'third') return t('done.waits_third');
  if (d.state === 'CONFIRMED') return t('done.confirmed');
  return finding === 'plausible' ? t('done.no_act_agreed') : t('done.dismissed');
}

type Pages = { pages: { data: CaseRow[] }[] };

/** A case that changed is redrawn where it stands: nothing jumps. */
function keepRow(client: ReturnType<typeof useQueryClient>, c: CaseView): void {
  const patch = (row: CaseRow): CaseRow =>
    row.id === c.id ? { ...row, state: c.state, holder: c.holder, due_at: c.due_at, priority: c.priority, revision: c.revision } : row;
  client.setQueriesData<Pages>({ queryKey: ['cases'] }, (old) => old && { ...old, pages: old.pages.map((p) => ({ ...p, data: p.data.map(patch) })) });
}
