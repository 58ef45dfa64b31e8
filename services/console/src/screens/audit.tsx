/** Who did, saw and was refused what. Reading it is itself recorded. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queries } from '../api/queries.ts';
import type { AuditQuery, AuditRow } from '../api/types.ts';
import { useSession } from '../app/session.tsx';
import { useI18n } from '../i18n/index.tsx';
import { Button } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { TextField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failure, Loading } from '../ui/states.tsx';

const AUDITORS = ['auditor'] as const;
const WORD_CHARS = 80;
/** As the server's limit. */
const EXPORT_ROWS_MAX = 10_000;

const FIELDS = ['actor', 'action', 'object', 'object_id', 'from', 'to'] as const;
type Filter = Record<(typeof FIELDS)[number], string>;
const EMPTY: Filter = { actor: '', action: '', object: '', object_id: '', from: '', to: '' };

/** A day as people here count it: from its beginning to the beginning of the next. */
const DAY_MS = 86_400_000;
const dayStart = (day: string): Date => new Date(`${day}T00:00:00+07:00`);

/** What the server is asked, from what is in the fields; the same for the screen and for the file. */
function queryOf(f: Filter): AuditQuery {
  const actor = Number(f.actor.replace(/^#/, ''));
  return {
    ...(f.actor && Number.isInteger(actor) && actor > 0 ? { actor } : {}),
    ...(f.action ? { action: f.action.trim() } : {}),
    ...(f.object ? { object: f.object.trim() } : {}),
    ...(f.object_id ? { object_id: f.object_id.trim() } : {}),
    ...(f.from ? { from: dayStart(f.from).toISOString() } : {}),
    ...(f.to ? { to: new Date(dayStart(f.to).getTime() + DAY_MS).toISOString() } : {}),
  };
}

export function Audit() {
  const { t, count } = useI18n();
  const session = useSession();
  const [form, setForm] = useState<Filter>(EMPTY);
  const [asked, setAsked] = useState<AuditQuery>({});
  const log = useInfiniteQuery({ ...queries.audit(asked), enabled: session.has(...AUDITORS) });
  const rows = log.data?.pages.flatMap((p) => p.data) ?? [];
  const set = (patch: Partial<Filter>) => setForm({ ...form, ...patch });
  const search = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    setAsked(queryOf(form));
  };
  const address = new URLSearchParams(Object.entries(asked).map(([k, v]) => [k, String(v)]));
  return (
    <Page title={t('page.audit')} about={t('audit.about')} roles={AUDITORS}>
      <form className="fields" onSubmit={search}>
        <TextField
          label={t('audit.actor_number')}
          inputMode="numeric"
          value={form.actor}
          maxLength={WORD_CHARS}
          onChange={(e) => set({ actor: e.target.value })}
        />
        <TextField label={t('audit.action')} value={form.action} maxLength={WORD_CHARS} onChange={(e) => set({ action: e.target.value })} />
        <TextField label={t('audit.object')} value={form.object} maxLength={WORD_CHARS} onChange={(e) => set({ object: e.target.value })} />
        <TextField label={t('audit.object_id')} value={form.object_id} maxLength={WORD_CHARS} onChange={(e) => set({ object_id: e.target.value })} />
        <TextField label={t('audit.from')} type="date" value={form.from} onChange={(e) => set({ from: e.target.value })} />
        <TextField label={t('audit.to')} type="date" value={form.to} onChange={(e) => set({ to: e.target.value })} />
        <Button look="primary" submit>
          {t('audit.search')}
        </Button>
      </form>
      <section className="card">
        {log.isPending ? <Loading /> : null}
        {log.isError ? <Failure error={log.error} again={() => void log.refetch()} /> : null}
        {log.isSuccess && rows.length === 0 ? <Empty title={t('audit.none')}>{t('audit.none_hint')}</Empty> : null}
        {rows.length > 0 ? (
          <p>
            <a className="button" href={`/v1/audit/export?${address}`} download="pantau-audit.csv">
              {t('audit.export')}
            </a>{' '}
            <span className="soft small">{t('audit.export_about', { n: count(EXPORT_ROWS_MAX) })}</span>
          </p>
        ) : null}
        {rows.length > 0 ? <LogTable rows={rows} /> : null}
        {log.hasNextPage ? <Button onClick={() => void log.fetchNextPage()}>{t('inbox.more')}</Button> : null}
      </section>
    </Page>
  );
}

const HASH_CHARS = 12;

function LogTable({ rows }: { rows: readonly AuditRow[] }) {
  const { t, absolute } = useI18n();
  const columns = useMemo<Column<AuditRow>[]>(
    () => [
      { id: 'at', head: t('audit.at'), value: (r) => r.at, cell: (r) => <span className="nowrap">{absolute(r.at)}</span> },
      { id: 'actor', head: t('audit.actor'), value: (r) => r.actor, cell: (r) => (r.actor === null ? t('audit.system') : `#${r.actor}`) },
      { id: 'action', head: t('audit.action'), value: (r) => r.action },
      { id: 'object', head: t('audit.object'), value: (r) => `${r.object} ${r.object_id}` },
      { id: 'data', head: t('audit.data'), value: (r) => JSON.stringify(r.data), cell: (r) => <code>{JSON.stringify(r.data)}</code> },
      { id: 'hash', head: t('audit.hash'), value: (r) => r.hash, cell: (r) => <code title={r.hash}>{r.hash.slice(0, HASH_CHARS)}…</code> },
    ],
    [t, absolute],
  );
  return <DataTable caption={t('audit.caption')} columns={columns} rows={rows} rowId={(r) => String(r.id)} />;
}
