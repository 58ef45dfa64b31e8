/** How long things are kept, what the next purge would take, what earlier ones took, and the proof of it. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { office } from '../../api/office-queries.ts';
import type { Certificate, RetentionRule, RetentionRun } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/page.tsx';
import { Paged } from '../../ui/paged.tsx';
import { Empty } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { PrivacyPage } from './privacy-frame.tsx';

const KEEPERS = ['auditor', 'commissioner', 'system_admin'] as const;
const HASH_CHARS = 12;

export function Retention() {
  const { t } = useI18n();
  const { has } = useSession();
  const enabled = has(...KEEPERS);
  const rules = useQuery({ ...office.retentionRules(), enabled });
  const preview = useQuery({ ...office.retentionPreview(), enabled });
  const runs = useInfiniteQuery({ ...office.retentionRuns(), enabled });
  const certificates = useInfiniteQuery({ ...office.certificates(), enabled: has('auditor', 'commissioner') });
  return (
    <PrivacyPage about={t('retention.about')} roles={KEEPERS}>
      <Loaded query={preview}>{(p) => <Preview due={p.due} cases={p.cases} capped={p.capped} />}</Loaded>
      <Loaded query={rules}>{(list) => <Rules list={list} />}</Loaded>
      <Paged query={runs} empty={<Empty title={t('runs.none')}>{t('runs.none_hint')}</Empty>}>
        {(rows) => <Runs rows={rows} />}
      </Paged>
      {has('auditor', 'commissioner') ? (
        <Paged query={certificates} empty={<Empty title={t('certificates.none')}>{t('certificates.none_hint')}</Empty>}>
          {(rows) => <Certificates rows={rows} />}
        </Paged>
      ) : null}
    </PrivacyPage>
  );
}

function Preview({ due, cases, capped }: { due: Record<string, number>; cases: Record<string, number>; capped: boolean }) {
  const { t, term, count } = useI18n();
  const going = Object.entries(due).filter(([, n]) => n > 0);
  return (
    <>
      <h2>{t('retention.preview')}</h2>
      {going.length === 0 ? <p>{t('retention.nothing_due')}</p> : null}
      <ul className="plain-list">
        {going.map(([c, n]) => (
          <li key={c}>
            {term('retention', c)}: {count(n)}
          </li>
        ))}
      </ul>
      <p className="soft small">
        {t('retention.stay', { term: count(cases.term_runs ?? 0), held: count(cases.held ?? 0) })} {capped ? t('retention.capped') : ''}
      </p>
    </>
  );
}

function Rules({ list }: { list: readonly RetentionRule[] }) {
  const { t, term, count } = useI18n();
  const columns = useMemo<Column<RetentionRule>[]>(
    () => [
      { id: 'class', head: t('retention.class'), value: (r) => term('retention', r.class) },
      { id: 'keep', head: t('retention.keep'), value: (r) => r.n, cell: (r) => `${count(r.n)} ${term('unit', r.unit)}` },
      { id: 'from', head: t('retention.from'), value: (r) => term('retentionFrom', r.from) },
      { id: 'leaves', head: t('retention.leaves'), value: (r) => term('retentionLeaves', r.leaves) },
      { id: 'basis', head: t('sources.policy'), value: (r) => r.basis },
    ],
    [t, term, count],
  );
  return (
    <>
      <DataTable caption={t('retention.caption')} columns={columns} rows={list} rowId={(r) => r.class} />
      <p className="soft small">{t('retention.change')}</p>
      <code>npx pantau retention set …</code>
    </>
  );
}

function Runs({ rows }: { rows: readonly RetentionRun[] }) {
  const { t, term, count, absolute } = useI18n();
  const columns = useMemo<Column<RetentionRun>[]>(
    () => [
      { id: 'at', head: t('audit.at'), value: (r) => r.at, cell: (r) => absolute(r.at) },
      { id: 'items', head: t('runs.items'), value: (r) => r.items, cell: (r) => count(r.items), number: true },
      {
        id: 'gone',
        head: t('runs.gone'),
        value: (r) =>
          Object.entries(r.gone)
            .filter(([, n]) => n > 0)
            .map(([c, n]) => `${term('retention', c)} ${count(n)}`)
            .join(', ') || '—',
      },
    ],
    [t, term, count, absolute],
  );
  return <DataTable caption={t('runs.caption')} columns={columns} rows={rows} rowId={(r) => String(r.id)} />;
}

function Certificates({ rows }: { rows: readonly Certificate[] }) {
  const { t, term, count, absolute } = useI18n();
  const columns = useMemo<Column<Certificate>[]>(
    () => [
      { id: 'at', head: t('audit.at'), value: (c) => c.at, cell: (c) => absolute(c.at) },
      { id: 'class', head: t('retention.class'), value: (c) => term('retention', c.class) },
      { id: 'items', head: t('runs.items'), value: (c) => c.items, cell: (c) => count(c.items), number: true },
      {
        id: 'state',
        head: t('users.state'),
        value: (c) => String(c.intact),
        cell: (c) =>
          c.intact ? (
            <Tag hue="done">{c.signature ? t('certificates.signed') : t('certificates.whole')}</Tag>
          ) : (
            <Tag hue="failed">{t('certificates.changed')}</Tag>
          ),
      },
      { id: 'hash', head: t('audit.hash'), value: (c) => c.sha256, cell: (c) => <code title={c.sha256}>{c.sha256.slice(0, HASH_CHARS)}…</code> },
    ],
    [t, term, count, absolute],
  );
  return <DataTable caption={t('certificates.caption')} columns={columns} rows={rows} rowId={(c) => String(c.id)} />;
}
