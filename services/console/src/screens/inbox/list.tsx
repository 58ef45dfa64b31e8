/** Thousands of rows of which a screenful exists. Screen readers are told how many there are and where they stand. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { CaseRow } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useShortcuts } from '../../app/keys.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import type { InboxFilters } from './filters.ts';
import { Row } from './row.tsx';

interface Props {
  rows: readonly CaseRow[];
  total: number;
  filters: InboxFilters;
  selected: number | null;
  /** Null while there is nothing more, or it is on its way. */
  more: (() => void) | null;
}

const ROW_PX = 48;
const ROWS_BEYOND_VIEW = 12;
/** So early that whoever scrolls does not meet the end. */
const MORE_BEFORE_END = 30;

export function CaseList({ rows, total, filters, selected, more }: Props) {
  const { t } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: ROWS_BEYOND_VIEW,
    getItemKey: (i) => rows[i]?.id ?? i,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - MORE_BEFORE_END) more?.();
  }, [last, rows.length, more]);
  useMoves({ rows, selected, scroller, toIndex: (i) => virtual.scrollToIndex(i) });

  return (
    <div className="list" ref={scroller}>
      <ol aria-label={t('inbox.cases')} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              aria-setsize={Math.max(total, rows.length)}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Row row={row} filters={filters} current={row.id === selected} />
            </li>
          );
        })}
      </ol>
      {more && last >= rows.length - 1 ? (
        <Button className="more" onClick={more}>
          {t('inbox.more')}
        </Button>
      ) : null}
    </div>
  );
}

interface Moves {
  rows: readonly CaseRow[];
  selected: number | null;
  scroller: React.RefObject<HTMLDivElement | null>;
  toIndex: (i: number) => void;
}

/** j and k: from the row in focus, else from the open case. A row that is not drawn yet gets the focus once it is. */
function useMoves({ rows, selected, scroller, toIndex }: Moves): void {
  const { t } = useI18n();
  const [wanted, setWanted] = useState<number | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted}"] a`);
    if (!link) return;
    link.focus({ preventScroll: true });
    setWanted(null);
  });
  const move = (step: number) => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-index]')?.dataset.index;
    const from = focused === undefined ? rows.findIndex((r) => r.id === selected) : Number(focused);
    const target = Math.max(0, Math.min(rows.length - 1, from + step));
    if (rows.length === 0) return announce(t('inbox.empty'));
    toIndex(target);
    setWanted(target);
  };
  useShortcuts({ j: () => move(1), k: () => move(-1) });
}
