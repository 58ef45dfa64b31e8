/** The letter about an office that does not act: prepared by the house, released by a commissioner under its number. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { http, send } from '../../api/client.ts';
import type { FollowUpRow as Row } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fault } from '../../ui/fault.tsx';
import { TextField } from '../../ui/field.tsx';
import { useAct } from '../../ui/use-act.ts';
import { followUp } from './queries.ts';

const NUMBER_CHARS = 120;
const LETTER_TO = ['oversight', 'province'] as const;

export function LetterDialog({ r, close }: { r: Row; close: () => void }) {
  const { t } = useI18n();
  const { has } = useSession();
  const client = useQueryClient();
  const act = useAct();
  const [number, setNumber] = useState('');
  const { data: letters = [] } = useQuery(followUp.letters(r.case_id));
  const open = letters.find((l) => l.released_at === null);
  const shown = open ?? letters.at(-1);
  const params = { path: { id: r.case_id } };
  const changed = () => void client.invalidateQueries({ queryKey: ['follow-up'] });
  const prepare = (to: (typeof LETTER_TO)[number]) =>
    act.run(() => send((headers) => http.POST('/v1/cases/{id}/escalation-letter', { params, headers, body: { to } })), changed);
  const release = () => act.run(() => send((headers) => http.POST('/v1/cases/{id}/escalation-letter-release', { params, headers, body: { number } })), changed);
  const actions = open ? (
    has('commissioner') ? (
      <Button look="primary" disabled={act.busy || number.trim() === ''} onClick={release}>
        {t('follow.letter_release')}
      </Button>
    ) : null
  ) : r.overdue_at !== null && has('commissioner', 'handling_officer') ? (
    LETTER_TO.map((to) => (
      <Button key={to} disabled={act.busy} onClick={() => prepare(to)}>
        {t(`follow.letter_to.${to}`)}
      </Button>
    ))
  ) : null;
  return (
    <Dialog title={t('follow.letter_of', { number: r.case_number })} open onClose={close} actions={actions} wide>
      {shown ? (
        <>
          <p className="soft">{shown.number === null ? t('follow.letter_draft') : t('follow.letter_released', { number: shown.number })}</p>
          <p lang="id" className="words">
            {shown.content}
          </p>
        </>
      ) : (
        <p>{t('follow.letter_none')}</p>
      )}
      {open && has('commissioner') ? (
        <TextField label={t('follow.letter_number')} value={number} maxLength={NUMBER_CHARS} onChange={(e) => setNumber(e.target.value)} />
      ) : null}
      {act.error ? <Fault text={act.error} /> : null}
    </Dialog>
  );
}
