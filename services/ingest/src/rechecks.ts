/**
 * The second stream: posts looked at again for edits and deletions (+35 minutes, 6 hours, 24 hours; later only in cases and the
 * sample). One round takes what is due of each source, under the same gate and the same limits as any other request.
 */
import { policyState } from '@pantau/domain';
import { advanceRechecks, claimRechecks, type DueRecheck, enabledSources } from '@pantau/store';
import { limitedHttp } from './asking.ts';
import { commitVerified, GateClosed } from './commit-page.ts';
import { asStop } from './connectors/answers.ts';
import { type AskContext, type Connector, SourceStop } from './connectors/contract.ts';
import { INGEST } from './limits.ts';
import type { UnitDeps } from './run-unit.ts';

type Source = Awaited<ReturnType<typeof enabledSources>>[number];

/** Dies anywhere: what was taken is due again after the lease; what was learned and the list commit together. */
export async function recheckRound(deps: UnitDeps, connectors: readonly Connector[], signal: AbortSignal): Promise<void> {
  for (const source of await enabledSources(deps.db)) {
    const connector = connectors.find((c) => c.name === source.connector);
    if (!connector?.verify || signal.aborted) continue;
    const config = connector.config.safeParse(source.config);
    if (!config.success || !policyState(source, connector.policyNeedsAgreement, deps.now()).open) continue;
    await recheckSource(deps, source, connector, {
      config: config.data,
      now: deps.now,
      secret: deps.secret,
      http: limitedHttp(deps, connector, config.data, signal),
    });
  }
}

async function recheckSource(deps: UnitDeps, source: Source, connector: Connector, ctx: AskContext<unknown>): Promise<void> {
  const due = await deps.db
    .transaction()
    .execute((tx) => claimRechecks(tx, { sourceId: source.id, now: deps.now(), limit: INGEST.recheckPosts, leaseMs: INGEST.recheckLeaseMs }));
  const size = connector.caps.batchLookup ?? 1;
  for (let i = 0; i < due.length; i += size) if (!(await recheckBatch(deps, source, connector, ctx, due.slice(i, i + size)))) return;
}

/** False: no more of this source now. What was not asked stays due after its lease. */
async function recheckBatch(deps: UnitDeps, source: Source, connector: Connector, ctx: AskContext<unknown>, batch: readonly DueRecheck[]): Promise<boolean> {
  if (!connector.verify) return false;
  try {
    const { states, raws } = await connector.verify(
      ctx,
      batch.map(({ key, account }) => ({ key, account })),
    );
    const of = (...wanted: string[]) => batch.filter((b) => wanted.includes(states.get(b.key) ?? 'unknown'));
    const gone = of('gone');
    const stored = await commitVerified(deps, source.id, connector, { raws, gone: gone.map((b) => b.key) }, (tx) =>
      advanceRechecks(tx, { answered: of('ok', 'edited', 'account_gone', 'unknown').map((b) => b.postId), gone: gone.map((b) => b.postId), now: deps.now() }),
    );
    deps.bell.ring(stored.ids);
    deps.events.rechecked({ source: source.name, posts: batch.length, edited: stored.ids.length, gone: stored.counts.gone ?? 0 });
    return true;
  } catch (thrown) {
    const e = asStop(thrown);
    if (e instanceof GateClosed) return false;
    if (!(e instanceof SourceStop)) throw e;
    deps.events.stopped({ source: source.name, kind: e.kind });
    return false;
  }
}
