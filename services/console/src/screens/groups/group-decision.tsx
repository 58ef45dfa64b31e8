/** The right column beside a group: why none of the chosen posts is a violation. All are decided or none is. */
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { http, Refused, send } from '../../api/client.ts';
import type { GroupPreview, OpinionBody } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useShortcuts } from '../../app/keys.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { useProblem } from '../../i18n/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { ExemptionField, ReasonField } from '../case/opinion-fields.tsx';
import { focusOn } from '../case/runner.ts';

interface Props {
  preview: GroupPreview;
  chosen: GroupPreview['cases'];
  again: () => Promise<unknown>;
}

const CHANGED = ['precondition_failed', 'preview_needed'];

export function GroupDecision({ preview, chosen, again }: Props) {
  const { t, absolute } = useI18n();
  const [exemption, setExemption] = useState('');
  const [reason, setReason] = useState('');
  const { dismiss, error, busy } = useDismissal({ preview, chosen, exemption, reason, again });
  useShortcuts({ h: () => focusOn('[data-role="exemption"]'), r: () => focusOn('[data-role="reason"]'), 2: dismiss });
  return (
    <aside className="decision" aria-label={t('decision.title')}>
      <div className="stack">
        <h2>{t('group.decide', { n: chosen.length })}</h2>
        <ExemptionField value={exemption} change={setExemption} />
        <ReasonField value={reason} change={setReason} />
        <div className="verbs">
          <Fault text={error} />
          <Button look="primary" hotkey="2" onClick={dismiss} disabled={busy || chosen.length === 0}>
            {t('group.dismiss', { n: chosen.length })}
          </Button>
          <p className="soft small">{t('group.one_by_one_about')}</p>
          <Link to="/antrean" search={{ tampilan: 'semua', group: preview.group }} className="button">
            {t('group.one_by_one')}
          </Link>
          <p className="soft small">{t('group.until', { at: absolute(preview.valid_until) })}</p>
        </div>
      </div>
    </aside>
  );
}

interface Dismissal extends Props {
  exemption: string;
  reason: string;
}

function useDismissal({ preview, chosen, exemption, reason, again }: Dismissal): { dismiss: () => void; error: string; busy: boolean } {
  const { t } = useI18n();
  const problem = useProblem();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  // A second press comes before the screen has been drawn again.
  const sending = useRef(false);
  const perform = async () => {
    try {
      const words = reason.trim();
      const opinion: OpinionBody = {
        finding: 'not_a_violation',
        acts: [],
        ...(exemption ? { exemption: exemption as NonNullable<OpinionBody['exemption']> } : {}),
        ...(words ? { reason: words } : {}),
      };
      const body = { preview: preview.preview, cases: chosen.map(({ id, revision }) => ({ id, revision })), opinion };
      const { data } = await send((headers) => http.POST('/v1/case-groups/{id}/decisions', { params: { path: { id: preview.group } }, body, headers }));
      const waits = data.decided.filter((d) => d.waiting_for !== null).length;
      for (const key of ['cases', 'counts', 'groups', 'case']) void client.invalidateQueries({ queryKey: [key] });
      announce(waits > 0 ? t('group.done_waits', { n: data.decided.length, m: waits }) : t('group.done', { n: data.decided.length }));
      await navigate({ to: '/kelompok' });
    } catch (e) {
      const changed = e instanceof Refused && CHANGED.includes(e.code);
      setError(changed ? t('group.changed') : problem(e));
      announce(changed ? t('group.changed') : problem(e));
      // Only then may it be sent again: by the new preview.
      if (changed) await again();
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };
  const dismiss = () => {
    if (sending.current) return;
    if (chosen.length === 0) return setError(t('group.none_chosen'));
    if (!exemption && !reason.trim()) {
      setError(t('decide.needs_reason'));
      return focusOn('[data-role="exemption"]');
    }
    sending.current = true;
    setBusy(true);
    void perform();
  };
  return { dismiss, error, busy };
}
