/** Which services there are, and what each is told. */
import { join } from 'node:path';
import { Keeper } from './keeper.ts';
import type { Layout } from './layout.ts';
import { freePort } from './preflight.ts';
import { startService } from './service.ts';
import { Stopped, type Teardown } from './teardown.ts';

export interface ServicePlan {
  name: string;
  entry: string;
  env: Record<string, string>;
  readyUrl: string;
}

export interface PlanInput {
  layout: Layout;
  databaseUrl: string;
  redisUrl: string;
  host: string;
  port: number;
  env: NodeJS.ProcessEnv;
  /** The demo's personnel office, when there is one. */
  receiver?: { port: number } | undefined;
}

/** Without an HTTP face of their own; each gets a free port for its health. */
const WORKERS = ['ingest', 'scorer', 'alerts'] as const;

export async function planServices(p: PlanInput): Promise<ServicePlan[]> {
  const ports = Object.fromEntries(await Promise.all(WORKERS.map(async (name) => [name, await freePort()] as const)));
  const settings = Object.fromEntries(Object.entries(p.env).filter(([k, v]) => v && /^(PANTAU|SCORER|INGEST|ALERTS|API)_/.test(k))) as Record<string, string>;
  const common = {
    ...settings,
    DATABASE_URL: p.databaseUrl,
    REDIS_URL: p.redisUrl,
    PANTAU_KEY_FILE: p.layout.keyFile,
    // Workers are asked for their health here and by the api; only the api is for other machines.
    PANTAU_HOST: '127.0.0.1',
  };
  const entry = (name: string) => join(p.layout.root, 'services', name, 'src/main.ts');
  const own: Partial<Record<(typeof WORKERS)[number], Record<string, string>>> = {
    alerts: p.receiver ? allowReceiver(p.receiver, settings) : {},
    scorer: settings.SCORER_CACHE_DIR ? {} : { SCORER_CACHE_DIR: join(p.layout.home, 'engines') },
  };
  const workers = WORKERS.map((name) => ({
    name,
    entry: entry(name),
    env: { ...common, HEALTH_PORT: String(ports[name]), ...own[name] },
    readyUrl: `http://127.0.0.1:${ports[name]}/readyz`,
  }));
  const peers = WORKERS.map((name) => `${name}=http://127.0.0.1:${ports[name]}`).join(',');
  const api = {
    name: 'api',
    entry: entry('api'),
    // The demo's users, whose password is printed, have no second factor.
    env: { ...(p.receiver ? { PANTAU_SECOND_FACTOR: 'off' } : {}), ...common, PANTAU_HOST: p.host, PANTAU_PORT: String(p.port), PANTAU_PEERS: peers },
    readyUrl: `${baseUrl(p.host, p.port)}/readyz`,
  };
  return [...workers, api];
}

function allowReceiver(r: { port: number }, settings: Record<string, string>): Record<string, string> {
  return { PANTAU_ALLOW_PRIVATE: [settings.PANTAU_ALLOW_PRIVATE, `127.0.0.1:${r.port}`].filter(Boolean).join(',') };
}

/** An address a browser on this machine can open. */
export function baseUrl(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

/** Starts all side by side: api becomes ready only when the others are. The first failure stops the rest. */
export async function startServices(o: {
  plans: readonly ServicePlan[];
  layout: Layout;
  teardown: Teardown;
  interrupted: AbortSignal;
  say: (line: string) => void;
  onReady: (name: string) => void;
}): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, o.interrupted]);
  let first = true;
  const starts = o.plans.map(async (plan) => {
    const keeper = new Keeper({
      name: plan.name,
      say: o.say,
      start: () => startService({ ...plan, root: o.layout.root, logs: o.layout.logs, signal: first ? signal : undefined }),
    });
    try {
      await keeper.start();
    } catch (e) {
      failed.abort();
      throw e;
    }
    await o.teardown.add(keeper);
    o.onReady(plan.name);
  });
  const results = await Promise.allSettled(starts);
  first = false;
  const errors = results.filter((r) => r.status === 'rejected').map((r) => r.reason as unknown);
  const cause = errors.find((e) => !(e instanceof Stopped)) ?? errors[0];
  if (cause !== undefined) throw cause;
}
