/** One unit, from its gates to its next due time. Every way out is a row in `source_state` that a person can read. */
import { intervalMs, learn, normaliseHandle, policyState, rateOf, SCHEDULE, SourceSchedule } from '@pantau/domain';
import {
  type ClaimedUnit,
  extendLease,
  findAccounts,
  type Handle,
  liveKeysOfAccount,
  releaseUnit,
  type UnitResult,
  type WatchedAccount,
  watchedIds,
} from '@pantau/store';
import { type AskDeps, limitedHttp } from './asking.ts';
import type { Bell } from './bell.ts';
import { commitPage, GateClosed, LeaseLost } from './commit-page.ts';
import { asStop } from './connectors/answers.ts';
import { type Connector, type PollContext, SourceStop, type StreamSocket } from './connectors/contract.ts';
import type { Events } from './events.ts';
import { broke, closed, stopped, succeeded } from './outcome.ts';

export interface UnitDeps extends AskDeps {
  db: Handle;
  bell: Bell;
  events: Events;
  random: () => number;
  leaseMs: number;
  secret: (name: string) => string | undefined;
  socket: (url: string, signal: AbortSignal) => Promise<StreamSocket>;
  /** Looks a day per √(weight × rate), by source: what the budget allows. Sources without one keep their connector's interval. */
  scales: ReadonlyMap<number, number>;
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
    const polled = await pollAll(deps, unit, connector, context(deps, unit, connector, gate, signal));
    if (connector.mode === 'stream') return { ...succeeded(polled.nextDueMs), accountId: null };
    const learned = learnedOf(unit, polled.posts, deps.now());
    return { ...succeeded(nextLook(deps, unit, learned, polled.nextDueMs)), learned, accountId: gate.account?.id ?? null };
  } catch (thrown) {
    // The service is going down and cut the request short: no failure, the unit is due again at once.
    if (signal.aborted && !(thrown instanceof LeaseLost)) return { ...succeeded(0), failures: unit.failures };
    return resultOf(deps, unit, asStop(thrown));
  }
}

/** The first look brings what was written before, which says nothing of how often. */
function learnedOf(unit: ClaimedUnit, posts: number, now: Date): { posts: number; days: number } {
  const known = { posts: unit.ratePosts, days: unit.rateDays };
  if (unit.rateAt === null) return known;
  return learn(known, { posts, days: Math.max(0, now.getTime() - unit.rateAt.getTime()) / SCHEDULE.dayMs });
}

/** By the source's budget where it has one, but never sooner than the connector asks; else as the connector says. */
function nextLook(deps: UnitDeps, unit: ClaimedUnit, learned: { posts: number; days: number }, asked: number): number {
  const schedule = SourceSchedule.safeParse(unit.schedule);
  const scale = deps.scales.get(unit.sourceId);
  if (!schedule.success || scale === undefined || asked === 0) return asked;
  const dice = { jitter: deps.random(), explore: deps.random(), early: deps.random() };
  return intervalMs({ weight: unit.weight, rate: rateOf(learned), scale, schedule: schedule.data, now: deps.now(), dice });
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
    http: limitedHttp(deps, connector, gate.config, signal),
    watched: async () => (platform === null ? new Map() : watchedIds(deps.db, platform, deps.now())),
    secret: deps.secret,
    socket: (url) => deps.socket(url, signal),
    liveKeys: async (fromKey, toKey) =>
      account === null || platform === null ? [] : liveKeysOfAccount(deps.db, { accountId: account.id, platform, fromKey, toKey, limit: LIVE_KEYS_MAX }),
  };
}

/** Pulls, stores, rings, page by page. When the service stops it ends between two pages and the unit is due at once. */
async function pollAll(deps: UnitDeps, unit: ClaimedUnit, connector: Connector, ctx: PollContext<unknown>): Promise<{ nextDueMs: number; posts: number }> {
  const pages = connector.poll(ctx);
  let posts = 0;
  try {
    for (;;) {
      if (ctx.signal.aborted) return { nextDueMs: 0, posts };
      const step = await pages.next();
      if (step.done) return { nextDueMs: step.value, posts };
      const stored = await commitPage(deps, { ...unit, accountId: ctx.account?.id ?? null }, connector, step.value);
      posts += stored.ids.length;
      deps.bell.ring(stored.ids);
      deps.events.pageStored({ source: unit.source, counts: stored.counts });
    }
  } finally {
    await pages.return(0);
  }
}
