/** What publishing would change, and what was not taken. */
import { useMemo } from 'react';
import type { RegisterImport } from '../../api/types.ts';
import { faultColumn, faultWords } from '../../i18n/import-faults.ts';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';

type Preview = NonNullable<RegisterImport['preview']>;
type Part = NonNullable<Preview['parts']>[number];
type Reject = Preview['rejects'][number];

export function Difference({ preview }: { preview: Preview }) {
  const { t, count } = useI18n();
  return (
    <>
      <p>
        <strong>{preview.changes === 0 ? t('diff.nothing') : t('diff.changes', { n: count(preview.changes) })}</strong>{' '}
        <span className="soft">{t('diff.read', { n: count(preview.rows), rejected: count(preview.rejected) })}</span>
      </p>
      {preview.parts?.map((p) => (
        <PartDifference key={p.key} part={p} />
      ))}
      {preview.counts ? <AccountDifference counts={preview.counts} first={preview.first ?? {}} /> : null}
      {preview.rejected > 0 ? <Rejects rejects={preview.rejects} total={preview.rejected} /> : null}
    </>
  );
}

const CHANGES = ['added', 'changed', 'removed'] as const;

function PartDifference({ part }: { part: Part }) {
  const { t, term, count } = useI18n();
  const lists = Object.entries(part.lists).filter(([, l]) => l.added + l.changed + l.removed > 0);
  if (lists.length === 0) return null;
  return (
    <section className="diff">
      <h3>{part.key}</h3>
      <table>
        <caption className="hidden">{t('diff.caption', { part: part.key })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('diff.list')}</th>
            {CHANGES.map((c) => (
              <th key={c} scope="col" className="number">
                {t(`diff.${c}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lists.map(([name, l]) => (
            <tr key={name}>
              <th scope="row">{term('count', name)}</th>
              {CHANGES.map((c) => (
                <td key={c} className="number">
                  {count(l[c])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {lists.map(([name, l]) => (
        <Names key={name} title={term('count', name)} groups={CHANGES.map((c) => [c, l.names[c], l[c]] as const)} />
      ))}
    </section>
  );
}

const SIGNS: Record<string, string> = { added: '+', changed: '~', removed: '−', ended: '−' };

/** The first few of each kind; the rest is counted. */
function Names({ title, groups }: { title: string; groups: readonly (readonly [string, readonly string[], number])[] }) {
  const { t, count } = useI18n();
  const shown = groups.filter(([, names]) => names.length > 0);
  if (shown.length === 0) return null;
  return (
    <details>
      <summary>{t('diff.names', { what: title })}</summary>
      <ul className="plain-list small">
        {shown.map(([change, names, total]) => (
          <li key={change}>
            <span aria-hidden="true">{SIGNS[change]} </span>
            {names.join(', ')}
            {total > names.length ? ` … ${t('diff.more', { n: count(total - names.length) })}` : ''}
          </li>
        ))}
      </ul>
    </details>
  );
}

function AccountDifference({ counts, first }: { counts: Record<string, number>; first: Record<string, string[]> }) {
  const { t, term, count } = useI18n();
  const total: Record<string, number> = { added: counts.accountsAdded ?? 0, changed: counts.accountsChanged ?? 0, ended: counts.accountsEnded ?? 0 };
  return (
    <>
      <ul className="plain-list">
        {Object.entries(counts)
          .filter(([, n]) => n > 0)
          .map(([k, n]) => (
            <li key={k}>
              {term('import.count', k)}: {count(n)}
            </li>
          ))}
      </ul>
      <Names title={t('diff.accounts')} groups={Object.entries(first).map(([c, names]) => [c, names, total[c] ?? names.length] as const)} />
    </>
  );
}

function Rejects({ rejects, total }: { rejects: readonly Reject[]; total: number }) {
  const { t, lang, count } = useI18n();
  const columns = useMemo<Column<Reject>[]>(
    () => [
      { id: 'line', head: t('reject.line'), value: (r) => r.line, number: true },
      { id: 'column', head: t('reject.column'), value: (r) => faultColumn(r.reason), cell: (r) => faultColumn(r.reason) ?? '—' },
      { id: 'reason', head: t('reject.reason'), value: (r) => faultWords(lang, r.reason) },
    ],
    [t, lang],
  );
  return (
    <>
      <DataTable caption={t('reject.caption', { n: count(total) })} columns={columns} rows={rejects} rowId={(r) => `${r.line} ${r.reason}`} />
      {total > rejects.length ? <p className="soft small">{t('reject.more', { n: count(total - rejects.length) })}</p> : null}
    </>
  );
}
