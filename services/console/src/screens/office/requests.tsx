/** Requests of data subjects, the most urgent first; the clock runs from receipt. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { http, send } from '../../api/client.ts';
import { office } from '../../api/office-queries.ts';
import type { SubjectRequest } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Select, TextArea, TextField } from '../../ui/field.tsx';
import { useNow } from '../../ui/now.ts';
import { Paged } from '../../ui/paged.tsx';
import { Empty } from '../../ui/states.tsx';
import { type Hue, Tag } from '../../ui/tag.tsx';
import { useAct } from '../../ui/use-act.ts';
import { Ask } from './keys.tsx';
import { DESK, PrivacyPage } from './privacy-frame.tsx';

export const REQUEST_HUES: Record<SubjectRequest['state'], Hue> = { RECEIVED: 'attention', IDENTITY_CHECKED: 'waiting', ANSWERED: 'done', REFUSED: 'quiet' };
const CONTACT_CHARS = 300;
const WISH_CHARS = 4_000;
/** As in the domain package: what each kind may be about. */
const MATTERS = { access: ['own_data'], correction: ['wrong_account', 'wrong_data'], objection: ['processing'] } as const;
type Kind = keyof typeof MATTERS;
type Matter = (typeof MATTERS)[Kind][number];

export function Requests() {
  const { t } = useI18n();
  const { has } = useSession();
  const query = useInfiniteQuery({ ...office.requests(), enabled: has(...DESK) });
  const [adding, setAdding] = useState(false);
  return (
    <PrivacyPage about={t('requests.about')} roles={DESK}>
      {has('handling_officer') ? (
        <div>
          <Button look="primary" onClick={() => setAdding(true)}>
            {t('requests.new')}
          </Button>
        </div>
      ) : null}
      <Paged query={query} empty={<Empty title={t('requests.none')}>{t('requests.none_hint')}</Empty>}>
        {(rows) => <Table rows={rows} />}
      </Paged>
      {adding ? <NewRequest close={() => setAdding(false)} /> : null}
    </PrivacyPage>
  );
}

function Table({ rows }: { rows: readonly SubjectRequest[] }) {
  const { t, term, absolute } = useI18n();
  const columns = useMemo<Column<SubjectRequest>[]>(
    () => [
      {
        id: 'id',
        head: t('requests.number'),
        value: (r) => r.id,
        cell: (r) => (
          <Link to="/privasi/permintaan/$requestId" params={{ requestId: String(r.id) }}>
            {t('requests.n', { n: r.id })}
          </Link>
        ),
      },
      { id: 'kind', head: t('requests.kind'), value: (r) => `${term('requestKind', r.kind)}: ${term('requestMatter', r.matter)}` },
      { id: 'state', head: t('users.state'), value: (r) => r.state, cell: (r) => <Tag hue={REQUEST_HUES[r.state]}>{term('requestState', r.state)}</Tag> },
      { id: 'due', head: t('requests.due'), value: (r) => r.due_at, cell: (r) => <Clock r={r} /> },
      { id: 'at', head: t('requests.received'), value: (r) => r.received_at, cell: (r) => absolute(r.received_at) },
    ],
    [t, term, absolute],
  );
  return <DataTable caption={t('requests.caption')} columns={columns} rows={rows} rowId={(r) => String(r.id)} />;
}

/** How long is left; nothing runs once it is answered. */
export function Clock({ r }: { r: SubjectRequest }) {
  const { t, absolute, span } = useI18n();
  const left = Date.parse(r.due_at) - useNow();
  if (r.answered_at !== null) return <span className="soft">{t('requests.answered_at', { at: absolute(r.answered_at) })}</span>;
  return (
    <span title={absolute(r.due_at)}>
      {left > 0 ? t('requests.left', { span: span(left) }) : <Tag hue="failed">{t('requests.late', { span: span(-left) })}</Tag>}
    </span>
  );
}

function NewRequest({ close }: { close: () => void }) {
  const { t, term } = useI18n();
  const { me, regions } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const act = useAct();
  const own = me.roles.find((r) => r.role === 'handling_officer')?.region ?? '';
  const [form, setForm] = useState<{ kind: Kind; matter: Matter; region: string; contact: string; wish: string }>({
    kind: 'access',
    matter: 'own_data',
    region: own,
    contact: '',
    wish: '',
  });
  const set = (patch: Partial<typeof form>) => setForm({ ...form, ...patch });
  const inside = regions.filter((r) => own === 'ID' || r.code === own || r.code.startsWith(`${own}.`));
  const submit = () =>
    act.run(
      () => send((headers) => http.POST('/v1/subject-requests', { body: form, headers })),
      ({ data }) => {
        void client.invalidateQueries({ queryKey: ['subject-requests'] });
        void navigate({ to: '/privasi/permintaan/$requestId', params: { requestId: String(data.id) } });
      },
    );
  return (
    <Ask
      title={t('requests.new')}
      verb={t('requests.record')}
      act={act}
      submit={submit}
      close={close}
      ready={form.contact.trim() !== '' && form.wish.trim() !== ''}
    >
      <p className="soft">{t('requests.new_about')}</p>
      <Select
        label={t('requests.kind')}
        value={form.kind}
        onChange={(v) => {
          const kind = (Object.keys(MATTERS) as Kind[]).find((k) => k === v) ?? 'access';
          set({ kind, matter: MATTERS[kind][0] });
        }}
        options={(Object.keys(MATTERS) as Kind[]).map((k) => [k, term('requestKind', k)] as const)}
      />
      <Select
        label={t('requests.matter')}
        value={form.matter}
        onChange={(v) => set({ matter: v as Matter })}
        options={MATTERS[form.kind].map((m) => [m, term('requestMatter', m)] as const)}
      />
      <Select label={t('filter.region')} value={form.region} onChange={(region) => set({ region })} options={inside.map((r) => [r.code, r.name] as const)} />
      <TextField
        label={t('requests.contact')}
        hint={t('requests.contact_hint')}
        maxLength={CONTACT_CHARS}
        value={form.contact}
        onChange={(e) => set({ contact: e.target.value })}
      />
      <TextArea label={t('requests.wish')} rows={4} maxLength={WISH_CHARS} value={form.wish} onChange={(e) => set({ wish: e.target.value })} />
    </Ask>
  );
}
