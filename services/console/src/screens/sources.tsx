/** Where posts come from, under which policy, and whether every part of the system is up. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queries } from '../api/queries.ts';
import type { Source } from '../api/types.ts';
import { STAFF } from '../app/roles.ts';
import { useSession } from '../app/session.tsx';
import { useI18n } from '../i18n/index.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';
import { Tag } from '../ui/tag.tsx';
import { NewSource, Switch } from './office/new-source.tsx';

export function Sources() {
  const { t } = useI18n();
  const session = useSession();
  const sources = useQuery({ ...queries.sources(), enabled: session.has(...STAFF) });
  const parts = useQuery(queries.parts());
  return (
    <Page title={t('page.sources')} about={t('sources.about')} roles={STAFF}>
      <NewSource />
      <Loaded query={sources}>{(list) => <SourceTable list={list} />}</Loaded>
      <Loaded query={parts}>{(r) => <Parts parts={r.parts} />}</Loaded>
    </Page>
  );
}

function SourceTable({ list }: { list: readonly Source[] }) {
  const { t, count, absolute, relative } = useI18n();
  const columns = useMemo<Column<Source>[]>(
    () => [
      { id: 'name', head: t('sources.name'), value: (s) => s.name },
      { id: 'connector', head: t('sources.connector'), value: (s) => s.connector },
      { id: 'state', head: t('sources.state'), value: (s) => (s.enabled ? s.failing : -1), cell: (s) => <SourceState s={s} /> },
      { id: 'policy', head: t('sources.policy'), value: (s) => policyOf(s.policy), cell: (s) => <Policy policy={s.policy} /> },
      { id: 'units', head: t('sources.units'), value: (s) => s.units, cell: (s) => count(s.units), number: true },
      { id: 'quarantined', head: t('sources.quarantined'), value: (s) => s.quarantined, cell: (s) => count(s.quarantined), number: true },
      {
        id: 'polled',
        head: t('sources.polled'),
        value: (s) => s.polled_at,
        cell: (s) => (s.polled_at ? <span title={absolute(s.polled_at)}>{relative(s.polled_at)}</span> : '—'),
      },
      { id: 'verbs', head: t('users.verbs'), value: () => null, cell: (s) => <Switch s={s} /> },
    ],
    [t, count, absolute, relative],
  );
  if (list.length === 0) return <Empty title={t('sources.empty')}>{t('sources.empty_hint')}</Empty>;
  return <DataTable caption={t('sources.caption')} columns={columns} rows={list} rowId={(s) => String(s.id)} />;
}

/** The policy as far as it names its basis; its fields are the connector's own. */
function policyOf(policy: unknown): string {
  if (typeof policy !== 'object' || policy === null) return '—';
  const { basis, licence, terms, legal_basis } = policy as Record<string, unknown>;
  const named = [legal_basis, basis, licence, terms].find((x) => typeof x === 'string');
  return typeof named === 'string' ? named : '—';
}

/** The basis, and until when it holds; without one that holds nothing is fetched. */
function Policy({ policy }: { policy: unknown }) {
  const { t, day } = useI18n();
  const until = typeof policy === 'object' && policy !== null ? (policy as Record<string, unknown>).expires_at : undefined;
  const over = typeof until === 'string' && Date.parse(until) < Date.now();
  return (
    <>
      {policyOf(policy)}
      {typeof until === 'string' ? (
        <span className="small block">{over ? <Tag hue="failed">{t('sources.expired')}</Tag> : t('accounts.until', { day: day(until) })}</span>
      ) : (
        <span className="small block">
          <Tag hue="failed">{t('sources.no_policy')}</Tag>
        </span>
      )}
    </>
  );
}

function SourceState({ s }: { s: Source }) {
  const { t, count } = useI18n();
  if (!s.enabled) return <Tag hue="quiet">{t('sources.off')}</Tag>;
  if (s.failing === 0) return <Tag hue="done">{t('sources.running')}</Tag>;
  return (
    <>
      <Tag hue="failed">{t('sources.failing', { n: count(s.failing) })}</Tag>
      {s.last_error ? <span className="small soft block">{s.last_error}</span> : null}
    </>
  );
}

function Parts({ parts }: { parts: Record<string, 'up' | 'down'> }) {
  const { t, term } = useI18n();
  return (
    <>
      <h2>{t('parts.title')}</h2>
      <ul className="parts">
        {Object.entries(parts).map(([name, state]) => (
          <li key={name}>
            <span>{term('part', name)}</span>
            {state === 'up' ? <Tag hue="done">{t('parts.up')}</Tag> : <Tag hue="failed">{t('parts.down')}</Tag>}
          </li>
        ))}
      </ul>
    </>
  );
}
