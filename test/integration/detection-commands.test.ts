/** The detection commands as a person types them. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { pantau } from '../support/cli.ts';

const REGISTER = 'test/corpus/register.json';
const env = { PATH: process.env.PATH ?? '' };

// Each command is a process of its own, which takes seconds on a busy machine.
describe('--register', { timeout: 240_000 }, () => {
  test('leaves the words of the post alone: the line of the design', async () => {
    const r = await pantau(['explain', '--register', REGISTER, 'apel pagi di halaman kantor', '--region', '16.73', '--at', '2024-10-12'], env);
    expect(r).toMatchObject({ code: 0, stderr: '' });
    expect(r.stdout).toContain('apel pagi di halaman kantor');
  });

  test('is given once per file, also for score and eval', async () => {
    const line = `${JSON.stringify({ id: 'a', text: 'apel pagi', posted_at: '2024-10-12T08:00:00+07:00', author: { region: '16.73', employment_status: 'PNS' }, kind: 'post' })}\n`;
    const twice = ['--register', REGISTER, '--register', 'test/corpus/reference/extra-register.json'];
    const scored = await pantau(['score', ...twice], env, line);
    expect(scored.code, scored.stderr).toBe(0);
    expect(JSON.parse(scored.stdout)).toMatchObject({ id: 'a', verdict: 'clear', register: expect.stringContaining('+') });
    expect(await pantau(['eval', '--register', REGISTER, 'stray', '--posts', 'x', '--labels', 'y'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('too many arguments'),
    });
  });
});

describe('mistakes are one line', { timeout: 240_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'detect-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const score = (...args: string[]) => pantau(['score', '--register', REGISTER, ...args], env, '{"id":"b"}\n');
  const absent = join(dir, 'no/such');

  test.each([
    ['verdicts where no file can be', ['--out', absent], `cannot write ${absent}: its directory does not exist`],
    ['rejects where no file can be', ['--rejects', absent], `cannot write ${absent}: its directory does not exist`],
    ['posts that are not there', ['--posts', absent], `there is no file ${absent}`],
    ['posts that are a directory', ['--posts', dir], `${dir} is a directory, not a file`],
    ['circulars that are not there', ['--circulars', absent], `there is no file ${absent}`],
  ])('%s', async (_name, args, message) => {
    expect(await score(...args)).toEqual({ code: 1, stdout: '', stderr: `${message}\n` });
  });

  test.skipIf(!existsSync('/dev/full'))('a disk that is full while verdicts are written [needs /dev/full]', async () => {
    const line = { id: 'a', text: 'x', posted_at: '2024-10-12T08:00:00+07:00', author: { region: '16.73', employment_status: 'PNS' } };
    const r = await pantau(['score', '--register', REGISTER, '--out', '/dev/full'], env, `${JSON.stringify(line)}\n`);
    expect(r).toEqual({ code: 1, stdout: '', stderr: 'cannot write /dev/full: the disk is full\n' });
  });

  test('rejects go to standard error for "-", and to the file otherwise', async () => {
    const r = await score('--rejects', '-');
    expect([r.code, JSON.parse(r.stderr.split('\n')[0] ?? '')]).toEqual([2, { line: 1, reason: expect.any(String), id: 'b' }]);
    expect(existsSync('-')).toBe(false);
    const file = join(dir, 'rejects.jsonl');
    expect((await score('--rejects', file)).code).toBe(2);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ line: 1, id: 'b' });
  });

  test('a region that is none is not taken for the whole country', async () => {
    const explain = (region: string) => pantau(['explain', 'apel pagi', '--register', REGISTER, '--region', region], env);
    expect(await explain('99.99')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'there is no region 99.99: give a province like 16, a regency or city like 16.73, or ID\n',
    });
    for (const region of ['ID', '16.73.01']) expect((await explain(region)).code).toBe(0);
  });

  test('imports of posts name the file that is not there, and take no "-" for rejects', async () => {
    const posts = (...args: string[]) => pantau(['import', 'posts', ...args], { ...env, DATABASE_URL: 'postgres://127.0.0.1:1/x' });
    expect(await posts(absent)).toEqual({ code: 1, stdout: '', stderr: `there is no file ${absent}\n` });
    expect(await posts(REGISTER, '--map', absent)).toEqual({ code: 1, stdout: '', stderr: `there is no file ${absent}\n` });
    expect(await posts(REGISTER, '--rejects', absent)).toEqual({ code: 1, stdout: '', stderr: `cannot write ${absent}: its directory does not exist\n` });
    const dash = await posts(REGISTER, '--rejects', '-');
    expect([dash.code, dash.stderr]).toEqual([1, expect.stringContaining('give a file name')]);
    expect(existsSync('-')).toBe(false);
  });
});
