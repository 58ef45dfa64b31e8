import { describe, expect, test } from 'vitest';
import { remembered, scopeKey } from './remembered.ts';

describe('remembered', () => {
  test('asks once within its time, for each key, and again after it', async () => {
    let now = 0;
    let asked = 0;
    const r = remembered<number>({ forMs: 100, keysMax: 10, now: () => now });
    const ask = async () => ++asked;
    expect([await r.get('a', ask), await r.get('a', ask), await r.get('b', ask)]).toEqual([1, 1, 2]);
    now = 100;
    expect(await r.get('a', ask)).toBe(3);
  });

  test('what failed is asked again', async () => {
    const r = remembered<number>({ forMs: 100, keysMax: 10, now: () => 0 });
    await expect(r.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await r.get('a', async () => 1)).toBe(1);
  });

  test('keeps no more keys than it may; the oldest goes', async () => {
    const r = remembered<string>({ forMs: 100, keysMax: 2, now: () => 0 });
    for (const k of ['a', 'b', 'c']) await r.get(k, async () => 'first');
    expect(await r.get('c', async () => 'second')).toBe('first');
    expect(await r.get('a', async () => 'second')).toBe('second');
  });
});

test('two people of the same regions share a key, whatever their order; other roles do not count', () => {
  const a = [
    { role: 'analyst', region: '32' },
    { role: 'auditor', region: '16' },
    { role: 'system_admin', region: 'ID' },
  ];
  const b = [
    { role: 'commissioner', region: '16' },
    { role: 'analyst', region: '32' },
  ];
  expect(scopeKey(a, ['analyst', 'auditor', 'commissioner'])).toBe('16 32');
  expect(scopeKey(b, ['analyst', 'auditor', 'commissioner'])).toBe('16 32');
});
