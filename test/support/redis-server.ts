/** A real redis-server of the test's own, with the append-only file on, that can die and lose everything. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './services.ts';
import { waitFor } from './wait.ts';

export function hasRedisServer(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export class RedisServer {
  #child: ChildProcess | null = null;
  #dir = '';
  #port = 0;

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<this> {
    this.#port ||= await freePort();
    this.#dir = mkdtempSync(join(tmpdir(), 'pantau-redis-'));
    const args = [
      '--port',
      String(this.#port),
      '--bind',
      '127.0.0.1',
      '--dir',
      this.#dir,
      '--appendonly',
      'yes',
      '--save',
      '',
      '--maxmemory-policy',
      'noeviction',
    ];
    const child = spawn('redis-server', args, { stdio: 'ignore' });
    this.#child = child;
    await waitFor('redis-server to answer', () => {
      if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
      return this.#answers();
    });
    return this;
  }

  #answers(): boolean {
    try {
      return execFileSync('redis-cli', ['-p', String(this.#port), 'ping'], { stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .includes('PONG');
    } catch {
      return false;
    }
  }

  /** Sudden death; the data directory is gone too. */
  async loseEverything(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child && child.exitCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      await gone;
    }
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
