/** One unit, from its gates to its next due time. Every way out is a row in `source_state` that a person can read. */
import { normaliseHandle, policyState } from '@pantau/domain';
import type { HttpAnswer } from '@pantau/runtime';
import { type ClaimedUnit, extendLease, findAccounts, type Handle, liveKeysOfAccount, releaseUnit, type UnitResult, type WatchedAccount } from '@pantau/store';
import type { Bell } from './bell.ts';
import { commitPage, GateClosed, LeaseLost } from './commit-page.ts';
import { asStop } from './connectors/answers.ts';
import { type Connector, type PollContext, SourceStop } from './connectors/contract.ts';
import type { Events } from './events.ts';
import { broke, closed, stopped, succeeded } from './outcome.ts';

export interface UnitDeps {
  db: Handle;
  bell: Bell;
  events: Events;
  now: () => Date;
  random: () => number;
  leaseMs: number;
  http: (url: string, headers: Record<string, string> | undefined, signal: AbortSignal) => Promise<HttpAnswer>;
}

const LIVE_KEYS_MAX = 10_000;

type Gate = { open: true; config: unknown; account: WatchedAccount | null } | { open: false; fault: string };

/** Policy, configuration and legal basis, in this order, before the first byte is asked for. */
async function checkGates(deps: UnitDeps, unit: ClaimedUnit, connector: Connector): Promise<Gate> {
  const policy = policyState(unit, connector.policyNeedsAgreement, deps.now());
  if (!policy.open) return { open: false, fault: policy.detail === undefined ? policy.fault : `${policy.fault}: ${policy.detail}` };
  const config = connector.config.safeParse(unit.config);
  if (!config.success) return { open: false, fault: `config_invalid: ${config.error.issues.map((i) => i.path.join('.') || 'config').join(', ')}` };
  const handle = connector.units === 'account' ? unit.unit : connector.accountOf(config.data);
  if (handle === null || connector.platform === null) return { open: true, config: config.data, account: null };
  const account = (await findAccounts(deps.db, connector.platform, [handle], deps.now())).get(normaliseHandle(handle));
  if (!account) return { open: false, fault: 'account_not_registered' };
  return account.hasBasis ? { open: true, config: config.data, account } : { open: false, fault: 'basis_expired' };
}

/** Polls one claimed unit. Dies anywhere: the lease ends, and the next holder goes on from the last committed cursor. */
export async function runUnit(deps: UnitDeps, unit: ClaimedUnit, connector: Connector, signal: AbortSignal): Promise<void> {
  const heartbeat = setInterval(() => void extendLease(deps.db, unit, deps.leaseMs).catch(() => {}), deps.leaseMs / 3);
  try {
    const result = await attempt(deps, unit, connector, signal);
    if (result) await releaseUnit(deps.db, unit, result);
  } finally {
    clearInterval(heartbeat);
  }
}

async function attempt(deps: UnitDeps, unit: ClaimedUnit, connector: Connector, signal: AbortSignal): Promise<UnitResult | null> {
  try {
    const gate = await checkGates(deps, unit, connector);
    if (!gate.open) {
      deps.events.gateClosed({ source: unit.source, fault: gate.fault.split(':')[0] ?? gate.fault });
      return closed(gate.fault, unit.failures);
    }
    const nextDueMs = await pollAll(deps, unit, connector, context(deps, unit, connector, gate, signal));
    return succeeded(nextDueMs);
  } catch (thrown) {
    // The service is going down and cut the request short: no failure, the unit is due again at once.
    if (signal.aborted && !(thrown instanceof LeaseLost)) return { ...succeeded(0), failures: unit.failures };
    return resultOf(deps, unit, asStop(thrown));
  }
}

function resultOf(deps: UnitDeps, unit: ClaimedUnit, e: unknown): UnitResult | null {
  if (e instanceof LeaseLost) {
    deps.events.leaseLost({ source: unit.source });
    return null;
  }
  if (e instanceof GateClosed) return closed(e.message, unit.failures);
  if (e instanceof SourceStop) {
    deps.events.stopped({ source: unit.source, kind: e.kind });
    return stopped(e, unit.failures, deps.random());
  }
  deps.events.broke({ source: unit.source, err: e });
  return broke(e, unit.failures, deps.random());
}

function context(deps: UnitDeps, unit: ClaimedUnit, connector: Connector, gate: Gate & { open: true }, signal: AbortSignal): PollContext<unknown> {
  const { account } = gate;
  const platform = connector.platform;
  return {
    config: gate.config,
    unit: unit.unit,
    cursor: unit.cursor,
    account: account === null ? null : { id: account.id, platformId: account.platformId },
    now: deps.now,
    signal,
    http: (url, headers) => deps.http(url, headers, signal),
    liveKeys: async (fromKey, toKey) =>
      account === null || platform === null ? [] : liveKeysOfAccount(deps.db, { accountId: account.id, platform, fromKey, toKey, limit: LIVE_KEYS_MAX }),
  };
}

/** Pulls, stores, rings, page by page. When the service stops it ends between two pages and the unit is due at once. */
async function pollAll(deps: UnitDeps, unit: ClaimedUnit, connector: Connector, ctx: PollContext<unknown>): Promise<number> {
  const pages = connector.poll(ctx);
  try {
    for (;;) {
      if (ctx.signal.aborted) return 0;
      const step = await pages.next();
      if (step.done) return step.value;
      const stored = await commitPage(deps, { ...unit, accountId: ctx.account?.id ?? null }, connector, step.value);
      deps.bell.ring(stored.ids);
      deps.events.pageStored({ source: unit.source, counts: stored.counts });
    }
  } finally {
    await pages.return(0);
  }
}
