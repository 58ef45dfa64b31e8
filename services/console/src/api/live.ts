/**
 * Live updates. A convenience: rows in view are redrawn where they stand, counts are asked again, an open case is read again.
 * While the stream is away the counts are polled (queries.ts), so a console without one is only slower to notice.
 */
import type { QueryClient } from '@tanstack/react-query';
import { queries } from './queries.ts';
import type { CaseRow } from './types.ts';

const URL = '/v1/events';

interface Changed {
  id: number;
  revision: number;
  state: CaseRow['state'];
  holder: CaseRow['holder'];
}
type Pages = { pages: { data: CaseRow[] }[] };

export function listen(client: QueryClient): () => void {
  const stream = new EventSource(URL);
  const counts = () => void client.invalidateQueries({ queryKey: ['counts'] });
  stream.addEventListener('cases', (e) => {
    const { changed } = JSON.parse(e.data) as { changed: Changed[] };
    apply(client, changed);
    counts();
  });
  stream.addEventListener('counts', counts);
  stream.addEventListener('refetch', () => {
    counts();
    void client.invalidateQueries({ queryKey: ['case'] });
  });
  return () => stream.close();
}

function apply(client: QueryClient, changed: readonly Changed[]): void {
  const byId = new Map(changed.map((c) => [c.id, c]));
  const patch = (row: CaseRow): CaseRow => {
    const c = byId.get(row.id);
    return c && c.revision >= row.revision ? { ...row, state: c.state, holder: c.holder, revision: c.revision } : row;
  };
  client.setQueriesData<Pages>({ queryKey: ['cases'] }, (old) => old && { ...old, pages: old.pages.map((p) => ({ ...p, data: p.data.map(patch) })) });
  for (const c of changed) {
    const open = client.getQueryData(queries.case(c.id).queryKey);
    // What this page did itself it has read already.
    if (open && open.data.revision < c.revision) void client.invalidateQueries({ queryKey: queries.case(c.id).queryKey });
  }
}
