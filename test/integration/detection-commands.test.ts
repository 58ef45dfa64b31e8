/** The detection commands as a person types them. */
import { describe, expect, test } from 'vitest';
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
