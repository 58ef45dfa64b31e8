/** What contest registers are loaded, and the latest imports. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queries } from '../../api/queries.ts';
import type { ImportRun, RegisterVersions } from '../../api/types.ts';
import { STAFF } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { type Hue, Tag } from '../../ui/tag.tsx';
import { ToImport } from './contests.tsx';
import { RegisterPage } from './frame.tsx';

export function Versions() {
  const { t } = useI18n();
  const session = useSession();
  const enabled = session.has(...STAFF);
  const register = useQuery({ ...queries.register(), enabled });
  const imports = useQuery({ ...queries.imports(), enabled });
  return (
    <RegisterPage about={t('registers.about')}>
      <Loaded query={register}>{(versions) => <Latest versions={versions.versions} />}</Loaded>
      <Loaded query={imports}>{(runs) => <Imports runs={runs} />}</Loaded>
    </RegisterPage>
  );
}

type Version = RegisterVersions['versions'][number];
type Part = Version['parts'][number];

function Latest({ versions }: { versions: RegisterVersions['versions'] }) {
  const { t, count, absolute } = useI18n();
  const counts = useCounts();
  const columns = useMemo<Column<Part>[]>(
    () => [
      { id: 'key', head: t('registers.part'), value: (p) => p.key },
      { id: 'label', head: t('registers.version'), value: (p) => p.label },
      { id: 'counts', head: t('registers.content'), value: (p) => counts(p.counts) },
      { id: 'at', head: t('registers.imported'), value: (p) => p.imported_at, cell: (p) => absolute(p.imported_at) },
    ],
    [t, counts, absolute],
  );
  const [latest] = versions;
  if (!latest)
    return (
      <Empty title={t('registers.empty')}>
        <ToImport />
      </Empty>
    );
  return (
    <>
      <DataTable caption={t('registers.caption', { name: latest.name })} columns={columns} rows={latest.parts} rowId={(p) => p.key} />
      <p className="small soft">
        {t('registers.published', { at: absolute(latest.published_at), by: latest.published_by })}{' '}
        {versions.length > 1 ? t('registers.earlier', { n: count(versions.length - 1) }) : ''}
      </p>
    </>
  );
}

/** Sums only; the parts of a sum (`rejected.text_too_long`) are in the file of rejects. */
function useCounts(): (counts: Record<string, unknown>) => string {
  const { term, count } = useI18n();
  return useMemo(
    () => (counts) =>
      Object.entries(counts)
        .flatMap(([k, n]) => (typeof n === 'number' && n > 0 && !k.includes('.') ? [`${count(n)} ${term('count', k)}`] : []))
        .join(', '),
    [term, count],
  );
}

const HUES: Record<string, Hue> = { running: 'waiting', done: 'done', failed: 'failed' };

function Imports({ runs }: { runs: readonly ImportRun[] }) {
  const { t, term, count, absolute, relative } = useI18n();
  const counts = useCounts();
  const columns = useMemo<Column<ImportRun>[]>(
    () => [
      { id: 'kind', head: t('imports.kind'), value: (i) => term('importKind', i.kind) },
      { id: 'file', head: t('imports.file'), value: (i) => i.file_name },
      { id: 'status', head: t('imports.status'), value: (i) => i.status, cell: (i) => <Progress run={i} /> },
      { id: 'lines', head: t('imports.lines'), value: (i) => i.lines_done, cell: (i) => count(i.lines_done), number: true },
      { id: 'counts', head: t('imports.result'), value: (i) => counts(i.counts) },
      { id: 'at', head: t('imports.started'), value: (i) => i.started_at, cell: (i) => <span title={absolute(i.started_at)}>{relative(i.started_at)}</span> },
    ],
    [t, term, count, counts, absolute, relative],
  );
  if (runs.length === 0)
    return (
      <Empty title={t('imports.empty')}>
        <code>npx pantau import posts posts.jsonl --apply</code>
      </Empty>
    );
  return <DataTable caption={t('imports.caption')} columns={columns} rows={runs} rowId={(i) => i.id} />;
}

function Progress({ run }: { run: ImportRun }) {
  const { t, term } = useI18n();
  return (
    <>
      <Tag hue={HUES[run.status] ?? 'quiet'}>{term('importStatus', run.status)}</Tag>
      {run.status === 'running' && run.bytes_total > 0 ? (
        <progress value={run.bytes_done} max={run.bytes_total} aria-label={t('imports.progress', { file: run.file_name })} />
      ) : null}
    </>
  );
}
