/** What can be done with the open case by key or button; the steps after a confirmation have their own forms (steps.tsx). */
import { http, send } from '../../api/client.ts';
import type { AllowedAct, CaseView, Finding, OpinionBody } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import type { Shortcuts } from '../../app/keys.tsx';
import type { PlainKey } from '../../i18n/catalogue.ts';
import { useI18n } from '../../i18n/index.tsx';
import type { InboxFilters } from '../inbox/filters.ts';
import { type Draft, useDraft } from './draft.ts';
import { useLease } from './lease.ts';
import { useNext } from './next.ts';
import { focusOn, type Runner, useRunner } from './runner.ts';

export interface CaseWork extends Runner {
  draft: Draft;
  change: (patch: Partial<Draft>) => void;
  unsaved: boolean;
  lease: number | null;
  /** The revision that was read, for If-Match. */
  etag: string | null;
  claim: () => void;
  release: () => void;
  decide: (finding: Finding) => void;
  undo: () => void;
  next: () => void;
  shortcuts: Shortcuts;
}

export function useCaseWork(id: number, c: CaseView | undefined, etag: string | null, filters: InboxFilters): CaseWork {
  const { t } = useI18n();
  const lease = useLease(c);
  const { draft, change, forget } = useDraft(c, id);
  const runner = useRunner(id);
  const { next, busy: taking } = useNext(filters);
  const path = { params: { path: { id } } };

  const claim = () => {
    if (!c?.may.claim || c.may.decide) return;
    runner.act({ run: () => send((headers) => http.POST('/v1/cases/{id}/claim', { ...path, headers })), done: () => announce(t('done.claimed')) });
  };
  const release = () => {
    if (!c?.may.decide) return;
    runner.act({ run: () => send((headers) => http.POST('/v1/cases/{id}/release', { ...path, headers })), done: () => announce(t('done.released')) });
  };
  const undo = () => {
    if (!may(c, 'undo')) return;
    runner.act({ run: () => send((headers) => http.POST('/v1/cases/{id}/undo', { ...path, headers }), etag), done: () => announce(t('done.undone')) });
  };
  const decide = (finding: Finding) => {
    if (!c?.may.decide) return;
    const { body, fault, field } = opinionOf(finding, draft);
    if (fault) {
      runner.setError(t(fault));
      return focusOn(`[data-role="${field}"]`);
    }
    runner.act({
      finding,
      run: () => send((headers) => http.POST('/v1/cases/{id}/opinions', { ...path, body, headers }), etag),
      done: (data) => {
        forget();
        announce(outcome(data as Decided, finding, t));
      },
    });
  };
  const unsaved = draft.reason.trim() !== '' && !runner.sending;
  const shortcuts = { a: claim, e: release, u: undo, ...findingKeys(decide), ...FIELD_KEYS };
  return { ...runner, busy: runner.busy || taking, draft, change, unsaved, lease, etag, claim, release, decide, undo, next, shortcuts };
}

const findingKeys = (decide: (finding: Finding) => void): Shortcuts => ({
  1: () => decide('plausible'),
  2: () => decide('not_a_violation'),
  3: () => decide('needs_second'),
});
const FIELD_KEYS: Shortcuts = {
  c: () => focusOn('[data-role="acts"]'),
  h: () => focusOn('[data-role="exemption"]'),
  r: () => focusOn('[data-role="reason"]'),
};

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
