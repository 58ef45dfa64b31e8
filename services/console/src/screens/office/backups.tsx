/** Backups that were made of this database, and how one is made and proven. They are made on the machine, not here. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { office } from '../../api/office-queries.ts';
import type { Backup } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Loaded, Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';

const READERS = ['system_admin', 'auditor'] as const;
const MB = 1_048_576;
/** Older than this, the latest backup is worth a word. */
const FRESH_MS = 2 * 86_400_000;

export function Backups() {
  const { t } = useI18n();
  const { has } = useSession();
  const query = useQuery({ ...office.backups(), enabled: has(...READERS) });
  return (
    <Page title={t('page.backups')} about={t('backups.about')} roles={READERS}>
      <Loaded query={query}>{(list) => (list.length === 0 ? <Empty title={t('backups.none')}>{t('backups.none_hint')}</Empty> : <Table list={list} />)}</Loaded>
      <section className="card">
        <h2>{t('backups.how')}</h2>
        <ol className="steps-list">
          <li>
            {t('backups.how_key')} <code>npx pantau backup keygen kunci-cadangan.txt</code>
          </li>
          <li>
            {t('backups.how_make')} <code>npx pantau backup --key kunci-cadangan.txt --to cadangan.age</code>
          </li>
          <li>
            {t('backups.how_prove')} <code>npx pantau backup verify cadangan.age --key kunci-cadangan.txt</code>
          </li>
        </ol>
        <p className="soft">{t('backups.how_apart')}</p>
      </section>
    </Page>
  );
}

function Table({ list }: { list: readonly Backup[] }) {
  const { t, count, absolute, relative } = useI18n();
  const columns = useMemo<Column<Backup>[]>(
    () => [
      { id: 'at', head: t('audit.at'), value: (b) => b.created_at, cell: (b) => absolute(b.created_at) },
      { id: 'file', head: t('imports.file'), value: (b) => b.file_name },
      { id: 'size', head: t('backups.size'), value: (b) => b.bytes, cell: (b) => `${count(Math.max(1, Math.round(b.bytes / MB)))} MB`, number: true },
      { id: 'rows', head: t('imports.lines'), value: (b) => b.rows, cell: (b) => count(b.rows), number: true },
      { id: 'by', head: t('audit.actor'), value: (b) => b.made_by },
      {
        id: 'proven',
        head: t('backups.proven'),
        value: (b) => b.proven_at,
        cell: (b) =>
          b.proven_at ? (
            <Tag hue="done" title={absolute(b.proven_at)}>
              {relative(b.proven_at)}
            </Tag>
          ) : (
            <Tag hue="attention">{t('backups.unproven')}</Tag>
          ),
      },
    ],
    [t, count, absolute, relative],
  );
  const [latest] = list;
  const old = latest !== undefined && Date.now() - Date.parse(latest.created_at) > FRESH_MS;
  return (
    <>
      {old ? (
        <p>
          <Tag hue="attention">{t('backups.old', { at: relative(latest.created_at) })}</Tag>
        </p>
      ) : null}
      <DataTable caption={t('backups.caption')} columns={columns} rows={list} rowId={(b) => String(b.id)} />
    </>
  );
}
