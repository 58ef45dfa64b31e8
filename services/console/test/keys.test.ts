import { describe, expect, test } from 'vitest';
import { KEY_GROUPS } from '../src/app/key-list.ts';

describe('the keys', () => {
  test.each(KEY_GROUPS)('$name: a key means one thing', ({ entries }) => {
    const keys = entries.flatMap(([, ...k]) => [...k]);
    expect(keys.length).toBeGreaterThan(0);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a case and its decision are on one screen, with the queue beside them: none of their keys clash there or everywhere', () => {
    const onScreen = (...names: string[]) =>
      KEY_GROUPS.filter((g) => names.includes(g.name)).flatMap((g) => g.entries.flatMap(([what, ...k]) => k.map((key) => `${key} ${what}`)));
    for (const names of [
      ['help.group.queue', 'help.group.case', 'help.group.decide', 'help.group.all'],
      ['help.group.group', 'help.group.all'],
    ]) {
      const pairs = new Set(onScreen(...names));
      expect(new Set([...pairs].map((p) => p.split(' ')[0])).size, names.join()).toBe(pairs.size);
    }
  });

  test('all are one character without a modifier, so that the browser keeps its own; Enter and Esc are the platform’s', () => {
    for (const { entries } of KEY_GROUPS) for (const [, ...keys] of entries) for (const key of keys) expect(key).toMatch(/^(.|Enter|Esc)$/u);
  });
});
