import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { liveHolder, takeLock } from './lock.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pantau-lock-'));
  file = join(dir, 'launcher.lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the launcher lock', () => {
  test('is taken once and free again after release', async () => {
    const lock = await takeLock(file, 4180);
    await expect(takeLock(file, 4181)).rejects.toThrow(`already runs from this directory (pid ${process.pid}, port 4180)`);
    lock.release();
    expect(existsSync(file)).toBe(false);
    (await takeLock(file, 4180)).release();
  });

  test('left by a process that is gone does not block', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('exit', resolve));
    writeFileSync(file, JSON.stringify({ pid: child.pid, started: '1', port: 1 }));
    const lock = await takeLock(file, 4180);
    expect(liveHolder(file)?.pid).toBe(process.pid);
    lock.release();
  });

  test('left by a process whose pid was given to another one does not block', async () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'long ago', port: 1 }));
    expect(liveHolder(file)).toBeUndefined();
    (await takeLock(file, 4180)).release();
  });

  test('that is not readable does not block', async () => {
    writeFileSync(file, '{"pid":');
    const lock = await takeLock(file, 4180);
    expect(liveHolder(file)?.port).toBe(4180);
    lock.release();
  });

  test('of somebody else is not released by us', async () => {
    const lock = await takeLock(file, 4180);
    const other = JSON.stringify({ pid: 1, started: '0', port: 1 });
    writeFileSync(file, other);
    lock.release();
    expect(readFileSync(file, 'utf8')).toBe(other);
  });
});
