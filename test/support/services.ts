/** Real services as child processes, started as production starts them, for tests that kill them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { freePort } from '../../services/cli/src/launcher/preflight.ts';
import type { TestWorld } from './db.ts';
import { waitFor } from './wait.ts';

export { freePort };

export type ServiceName = 'ingest' | 'scorer' | 'api' | 'alerts';
const START_TIMEOUT_MS = 60_000;
const OUTPUT_KEPT_CHARS = 20_000;

export function serviceEnv(world: TestWorld, extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: world.databaseUrl,
    REDIS_URL: world.redisUrl,
    PANTAU_QUEUE_PREFIX: world.queuePrefix,
    PANTAU_KEY: world.keyBase64,
    LOG_LEVEL: 'info',
    PANTAU_SECOND_FACTOR: 'off',
    ...extra,
  };
}

export class Service {
  readonly name: ServiceName;
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | null = null;
  #output = '';
  port = 0;

  constructor(name: ServiceName, env: NodeJS.ProcessEnv) {
    this.name = name;
    this.#env = env;
  }

  /** What it wrote, for the message of a failing test. */
  get output(): string {
    return this.#output;
  }

  /** Starts and waits until /livez answers. */
  async start(): Promise<this> {
    this.port = await freePort();
    const portKey = this.name === 'api' ? 'PANTAU_PORT' : 'HEALTH_PORT';
    const child = spawn(process.execPath, ['--import', 'tsx', `services/${this.name}/src/main.ts`], {
      env: { ...this.#env, [portKey]: String(this.port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (d: Buffer) => this.#keep(d));
    await waitFor(
      `${this.name} to be live`,
      async () => {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`${this.name} ended with ${child.exitCode ?? child.signalCode}:\n${this.#output}`);
        return this.answers('/livez');
      },
      START_TIMEOUT_MS,
    );
    return this;
  }

  async answers(path: string): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}${path}`)).ok;
    } catch {
      return false;
    }
  }

  /** Sudden death: no handler runs. */
  kill9(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill(signal);
    });
  }

  #keep(d: Buffer): void {
    this.#output = (this.#output + d.toString()).slice(-OUTPUT_KEPT_CHARS);
  }
}
