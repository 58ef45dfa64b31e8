import { expect, test } from 'vitest';
import { summarise } from './support/summary.ts';

const file = (status: string, assertions: [status: string, suite: string, title: string][]) => ({
  name: '/repo/test/a.test.ts',
  status,
  assertionResults: assertions.map(([s, suite, title]) => ({ status: s, title, ancestorTitles: suite ? [suite] : [] })),
});
const of = (...testResults: ReturnType<typeof file>[]) => summarise({ testResults }, '/repo/');

test('passed, failed and skipped tests are summed over all files', () => {
  expect(
    of(
      file('failed', [
        ['passed', '', 'a'],
        ['failed', '', 'b'],
      ]),
      file('passed', [
        ['passed', '', 'c'],
        ['skipped', '', 'd'],
      ]),
    ),
  ).toMatchObject({ passed: 2, failed: 1, skipped: 1 });
});

test('a file that could not be loaded counts as a failure', () => {
  expect(of(file('failed', []))).toMatchObject({ passed: 0, failed: 1 });
});

test('a skipped suite is named once, with what it needs', () => {
  const s = of(
    file('passed', [
      ['skipped', 'Sentinel [needs redis-server]', 'a'],
      ['pending', 'Sentinel [needs redis-server]', 'b'],
      ['skipped', '', 'c [needs nginx]'],
    ]),
  );
  expect([...s.skips]).toEqual([
    ['test/a.test.ts: Sentinel [needs redis-server]', 'redis-server'],
    ['test/a.test.ts: c [needs nginx]', 'nginx'],
  ]);
});

test('a skip without a reason is not forgiven', () => {
  expect([...of(file('passed', [['skipped', 'x', 'y']])).skips.values()]).toEqual(['no stated reason']);
});
