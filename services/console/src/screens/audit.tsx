/** Who did, saw and was refused what. Reading it is itself recorded. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queries } from '../api/queries.ts';
import type { AuditRow } from '../api/types.ts';
import { useSession } from '../app/session.tsx';
import { useI18n } from '../i18n/index.tsx';
import { Button } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { TextField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failure, Loading } from '../ui/states.tsx';

const AUDITORS = ['auditor'] as const;
const WORD_CHARS = 80;

export function Audit() {
  const { t } = useI18n();
  const session = useSession();
  const [action, setAction] = useState('');
  const [object, setObject] = useState('');
  const [objectId, setObjectId] = useState('');
  const [asked, setAsked] = useState<{ action?: string; object?: string; object_id?: string }>({});
  const log = useInfiniteQuery({ ...queries.audit(asked), enabled: session.has(...AUDITORS) });
  const rows = log.data?.pages.flatMap((p) => p.data) ?? [];
  const search = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    setAsked({ ...(action ? { action } : {}), ...(object ? { object } : {}), ...(objectId ? { object_id: objectId } : {}) });
  };
  return (
    <Page title={t('page.audit')} about={t('audit.about')} roles={AUDITORS}>
      <form className="fields" onSubmit={search}>
        <TextField label={t('audit.action')} value={action} maxLength={WORD_CHARS} onChange={(e) => setAction(e.target.value)} />
        <TextField label={t('audit.object')} value={object} maxLength={WORD_CHARS} onChange={(e) => setObject(e.target.value)} />
        <TextField label={t('audit.object_id')} value={objectId} maxLength={WORD_CHARS} onChange={(e) => setObjectId(e.target.value)} />
        <Button look="primary" submit>
          {t('audit.search')}
        </Button>
      </form>
      <section className="card">
        {log.isPending ? <Loading /> : null}
        {log.isError ? <Failure error={log.error} again={() => void log.refetch()} /> : null}
        {log.isSuccess && rows.length === 0 ? <Empty title={t('audit.none')} /> : null}
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
