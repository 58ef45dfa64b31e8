/** The board of what was forwarded: nothing waits here without saying for whom. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { http, send } from '../../api/client.ts';
import type { FollowUpRow as Row } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { FOLLOWERS } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Fault } from '../../ui/fault.tsx';
import { Select } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { Paged } from '../../ui/paged.tsx';
import { Empty } from '../../ui/states.tsx';
import { StateTag, Tag } from '../../ui/tag.tsx';
import { useAct } from '../../ui/use-act.ts';
import { LetterDialog } from './letter.tsx';
import { followUp, SHOWS, type Show } from './queries.ts';

export function FollowUp() {
  const { t } = useI18n();
  const { has } = useSession();
  const [show, setShow] = useState<Show>('open');
  const query = useInfiniteQuery({ ...followUp.board(show), enabled: has(...FOLLOWERS) });
  return (
    <Page title={t('page.follow_up')} about={t('follow.about')} roles={FOLLOWERS}>
      <Rate />
      <Select
        label={t('follow.show')}
        value={show}
        onChange={(v) => setShow(SHOWS.find((s) => s === v) ?? 'open')}
        options={SHOWS.map((s) => [s, t(`follow.show.${s}`)] as const)}
      />
      <Paged query={query} empty={<Empty title={t('follow.empty')} />}>
        {(rows) => <Table rows={rows} />}
      </Paged>
    </Page>
  );
}

function Rate() {
  const { t, count } = useI18n();
  const { has } = useSession();
  const { data } = useQuery({ ...followUp.rate(), enabled: has(...FOLLOWERS) });
  if (data === undefined) return null;
  if (data.rate === null) return <p>{t('follow.rate_none')}</p>;
  const { forwarded, decided, overdue, rate } = data;
  return <p>{t('follow.rate', { forwarded: count(forwarded), decided: count(decided), percent: count(Math.round(rate * 100)), overdue: count(overdue) })}</p>;
}

function Table({ rows }: { rows: readonly Row[] }) {
  const { t, day, relative, absolute } = useI18n();
  const columns = useMemo<Column<Row>[]>(
    () => [
      { id: 'case', head: t('follow.case'), value: (r) => r.case_number, cell: (r) => <a href={`#/kasus/${r.case_id}`}>{r.case_number}</a> },
      { id: 'where', head: t('follow.where'), value: (r) => r.region_name ?? r.region },
      { id: 'state', head: t('follow.stands'), value: (r) => r.state, cell: (r) => <StateTag state={r.state} /> },
      {
        id: 'due',
        head: t('follow.due'),
        value: (r) => r.due_at,
        cell: (r) => (
          <>
            {r.due_at === null ? '—' : <span title={absolute(r.due_at, r.region)}>{day(r.due_at)}</span>}
            {r.overdue_at === null ? null : <Tag hue="attention">{t('follow.late', { when: relative(r.overdue_at) })}</Tag>}
          </>
        ),
      },
      { id: 'told', head: t('follow.told'), value: (r) => r.deliveries.told, cell: (r) => <Told r={r} /> },
      { id: 'verbs', head: t('follow.verbs'), value: () => null, cell: (r) => <Verbs r={r} /> },
    ],
    [t, day, relative, absolute],
  );
  return <DataTable caption={t('follow.caption')} columns={columns} rows={rows} rowId={(r) => String(r.case_id)} />;
}

function Told({ r }: { r: Row }) {
  const { t, count } = useI18n();
  const { told, underway, dead, unacknowledged } = r.deliveries;
  return (
    <span className="verbs-row">
      {r.waits === null ? null : <Tag hue="attention">{t(`follow.told.waits_${r.waits}`)}</Tag>}
      {told > 0 ? <Tag hue="done">{t('follow.told.delivered', { count: count(told) })}</Tag> : null}
      {underway > 0 ? <Tag hue="waiting">{t('follow.told.underway', { count: count(underway) })}</Tag> : null}
      {dead > 0 ? <Tag hue="failed">{t('follow.told.dead', { count: count(dead) })}</Tag> : null}
      {unacknowledged > 0 ? <Tag hue="waiting">{t('follow.told.unacknowledged')}</Tag> : null}
    </span>
  );
}

function Verbs({ r }: { r: Row }) {
  const { t, count } = useI18n();
  const { has } = useSession();
  const client = useQueryClient();
  const act = useAct();
  const [letter, setLetter] = useState(false);
  const params = { path: { id: r.case_id } };
  const told = (text: string) => {
    announce(text);
    void client.invalidateQueries({ queryKey: ['follow-up'] });
  };
  const again = () =>
    act.run(
      () => send((headers) => http.POST('/v1/cases/{id}/alert', { params, headers })),
      ({ data }) => told(data.waits === null ? t('follow.again_done', { count: count(data.deliveries) }) : t('follow.again_waits')),
    );
  const acknowledge = () =>
    act.run(
      () => send((headers) => http.POST('/v1/cases/{id}/acknowledgement', { params, headers })),
      () => told(t('follow.ack_done')),
    );
  const letters = has('commissioner', 'handling_officer', 'auditor') && (r.overdue_at !== null || r.letter !== null);
  return (
    <span className="verbs-row">
      {r.waits !== null && has('commissioner') ? (
        <Button look="plain" disabled={act.busy} onClick={again} aria-label={t('follow.again_of', { number: r.case_number })}>
          {t('follow.again')}
        </Button>
      ) : null}
      {r.deliveries.unacknowledged > 0 && has('personnel_office') ? (
        <Button look="plain" disabled={act.busy} onClick={acknowledge} aria-label={t('follow.ack_of', { number: r.case_number })}>
          {t('follow.ack')}
        </Button>
      ) : null}
      {letters ? (
        <Button look="plain" onClick={() => setLetter(true)} aria-label={t('follow.letter_of', { number: r.case_number })}>
          {t('follow.letter')}
        </Button>
      ) : null}
      {act.error ? <Fault text={act.error} /> : null}
      {letter ? <LetterDialog r={r} close={() => setLetter(false)} /> : null}
    </span>
  );
}
