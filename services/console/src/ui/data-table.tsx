/** A table that sorts by its heads. The caption says which question it answers. */
import { createColumnHelper, createSortedRowModel, rowSortingFeature, sortFn_alphanumeric, sortFn_text, tableFeatures, useTable } from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { Scrollable } from './scrollable.tsx';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, text: sortFn_text },
});

export interface Column<T> {
  id: string;
  head: string;
  /** What it is sorted by; also shown when there is no `cell`. */
  value: (row: T) => string | number | null;
  cell?: (row: T) => ReactNode;
  number?: boolean;
}

interface Props<T> {
  caption: string;
  /** Made once per language: a new list of columns builds the table anew. */
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
}

export function DataTable<T extends object>({ caption, columns, rows, rowId }: Props<T>) {
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, T>();
    return columns.map((c) => helper.accessor((row): unknown => c.value(row) ?? undefined, { id: c.id, header: c.head, sortUndefined: 'last' }));
  }, [columns]);
  const table = useTable({ features, columns: defs, data: rows, getRowId: rowId });
  const byId = new Map(columns.map((c) => [c.id, c]));

  return (
    <Scrollable name={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {table.getFlatHeaders().map((h) => {
              const sorted = h.column.getIsSorted();
              const c = byId.get(h.column.id);
              return (
                <th
                  key={h.id}
                  scope="col"
                  className={c?.number ? 'number' : undefined}
                  aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
                >
                  <button type="button" className="sort" onClick={h.column.getToggleSortingHandler()}>
                    {c?.head}
                    <span aria-hidden="true">{sorted === 'asc' ? ' ↑' : sorted === 'desc' ? ' ↓' : ''}</span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {columns.map((c) => (
                <td key={c.id} className={c.number ? 'number' : undefined}>
                  {c.cell ? c.cell(row.original) : c.value(row.original)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
