/**
 * Compiled engines on disk, so that a restart with a national register costs a fifth of a second instead of reading and
 * compiling 259,823 contestants. A cache: losing it costs time only, and whatever does not verify is compiled anew.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SCORER } from './limits.ts';

const DIGEST_BYTES = 32;
const SUFFIX = '.engine';

export class EngineCache {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The bytes kept under `key`; null when there are none. Throws when there are some that are not whole. */
  async read(key: string): Promise<Buffer | null> {
    let file: Buffer;
    try {
      file = await readFile(this.#path(key));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    const bytes = file.subarray(DIGEST_BYTES);
    if (!digestOf(key, bytes).equals(file.subarray(0, DIGEST_BYTES))) throw new Error('a cached engine is not the one that was written');
    return bytes;
  }

  /**
   * Whole or not at all: written beside its place, flushed, then renamed. If the process dies before the rename a temporary
   * file stays, which a later write removes; two processes that write the same engine write the same bytes.
   */
  async write(key: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const temporary = join(this.#dir, `${randomUUID()}.tmp`);
    try {
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writev([digestOf(key, bytes), bytes]);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.#path(key));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await this.#removeOld();
  }

  /** Engines of earlier registers and what dead processes left behind. */
  async #removeOld(): Promise<void> {
    const names = await readdir(this.#dir);
    const files = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(this.#dir, name)).catch(() => null))?.mtimeMs ?? 0 })));
    const engines = files.filter((f) => f.name.endsWith(SUFFIX)).sort((a, b) => b.at - a.at);
    const now = Math.max(...files.map((f) => f.at));
    const abandoned = files.filter((f) => f.name.endsWith('.tmp') && now - f.at > SCORER.cacheTemporaryMs);
    for (const f of [...engines.slice(SCORER.cachedEngines), ...abandoned]) await rm(join(this.#dir, f.name), { force: true });
  }

  #path(key: string): string {
    return join(this.#dir, `${key}${SUFFIX}`);
  }
}

/** The key is part of what is signed: a file moved to another name is not that engine. */
function digestOf(key: string, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(key).update(bytes).digest();
}
