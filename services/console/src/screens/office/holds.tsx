/** Cases that are kept beyond their term: placed by one person, confirmed by another, and lifted by two as well. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { caseNumber } from '../../api/case-number.ts';
import { http, send } from '../../api/client.ts';
import { office } from '../../api/office-queries.ts';
import type { Hold } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Fault } from '../../ui/fault.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Paged } from '../../ui/paged.tsx';
import { Empty } from '../../ui/states.tsx';
import { type Hue, Tag } from '../../ui/tag.tsx';
import { useAct } from '../../ui/use-act.ts';
import { Ask } from './keys.tsx';
import { DESK, PrivacyPage } from './privacy-frame.tsx';

const REASON_CHARS = 2_000;
const HUES: Record<Hold['state'], Hue> = { placed: 'waiting', standing: 'attention', lift_asked: 'waiting', lifted: 'quiet', lapsed: 'quiet' };

export function Holds() {
  const { t } = useI18n();
  const { has } = useSession();
  const query = useInfiniteQuery({ ...office.holds(), enabled: has(...DESK) });
  return (
    <PrivacyPage about={t('holds.about')} roles={DESK}>
      <Paged query={query} empty={<Empty title={t('holds.none')}>{t('holds.none_hint')}</Empty>}>
        {(rows) => <Table rows={rows} />}
      </Paged>
    </PrivacyPage>
  );
}

function Table({ rows }: { rows: readonly Hold[] }) {
  const { t, term, absolute } = useI18n();
  const columns = useMemo<Column<Hold>[]>(
    () => [
      {
        id: 'case',
        head: t('leases.case'),
        value: (h) => h.case_id,
        cell: (h) => (
          <Link to="/kasus/$caseId" params={{ caseId: String(h.case_id) }}>
            {caseNumber(h.case_id)}
          </Link>
        ),
      },
      { id: 'state', head: t('users.state'), value: (h) => h.state, cell: (h) => <Tag hue={HUES[h.state]}>{term('hold', h.state)}</Tag> },
      {
        id: 'reason',
        head: t('holds.reason'),
        value: (h) => h.reason,
        cell: (h) => (
          <>
            {h.reason}
            <span className="soft small block">{h.legal_basis}</span>
            {h.lift_reason ? <span className="small block">{t('holds.lift_reason', { reason: h.lift_reason })}</span> : null}
          </>
        ),
      },
      { id: 'at', head: t('holds.placed'), value: (h) => h.placed_at, cell: (h) => absolute(h.placed_at) },
      { id: 'verbs', head: t('users.verbs'), value: () => null, cell: (h) => <Verbs h={h} /> },
    ],
    [t, term, absolute],
  );
  return <DataTable caption={t('holds.caption')} columns={columns} rows={rows} rowId={(h) => String(h.id)} />;
}

function Verbs({ h }: { h: Hold }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const done = (said: string) => () => {
    void client.invalidateQueries({ queryKey: ['holds'] });
    announce(said);
    setAsking(false);
  };
  const path = { params: { path: { id: h.id } } };
  const number = caseNumber(h.case_id);
  return (
    <span className="verbs-row">
      {h.may.confirm ? (
        <Button
          look="plain"
          disabled={act.busy}
          onClick={() =>
            act.run(() => send((headers) => http.POST('/v1/legal-holds/{id}/confirmation', { ...path, headers })), done(t('holds.confirmed', { number })))
          }
        >
          {t('holds.confirm')}
        </Button>
      ) : null}
      {h.may.ask_lift ? (
        <Button look="plain" onClick={() => setAsking(true)}>
          {t('holds.ask_lift')}
        </Button>
      ) : null}
      {h.may.lift ? (
        <Button
          look="plain"
          disabled={act.busy}
          onClick={() => act.run(() => send((headers) => http.POST('/v1/legal-holds/{id}/lift', { ...path, headers })), done(t('holds.lifted', { number })))}
        >
          {t('holds.lift')}
        </Button>
      ) : null}
      {asking ? null : <Fault text={act.error} />}
      {asking ? (
        <Ask
          title={t('holds.ask_lift_of', { number })}
          verb={t('holds.ask_lift')}
          act={act}
          ready={reason.trim() !== ''}
          submit={() =>
            act.run(
              () => send((headers) => http.POST('/v1/legal-holds/{id}/lift-request', { ...path, body: { reason }, headers })),
              done(t('holds.asked', { number })),
            )
          }
          close={() => setAsking(false)}
        >
          <TextArea label={t('holds.reason')} value={reason} maxLength={REASON_CHARS} rows={3} onChange={(e) => setReason(e.target.value)} />
        </Ask>
      ) : null}
    </span>
  );
}
