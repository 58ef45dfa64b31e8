import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PROBLEMS } from '@pantau/domain';
import { describe, expect, test } from 'vitest';
import { CATALOGUES, textOf } from '../src/i18n/catalogue.ts';

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort((a, b) => a.localeCompare(b));

describe('the catalogue', () => {
  test('both languages have the same keys and ask for the same values', () => {
    const keys = Object.keys(CATALOGUES.id) as (keyof typeof CATALOGUES.id)[];
    expect(keys.length).toBeGreaterThan(300);
    expect(new Set(Object.keys(CATALOGUES.en))).toEqual(new Set(keys));
    for (const key of keys) expect(holes(CATALOGUES.en[key]), key).toEqual(holes(CATALOGUES.id[key]));
  });

  test('no key stands in two files: the later one would silently replace the words of the other', () => {
    const folder = fileURLToPath(new URL('../src/i18n/id', import.meta.url));
    const keys = readdirSync(folder).flatMap((file) => [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/^ {2}'([^']+)':/gm)].map((m) => m[1] ?? ''));
    expect(keys.length).toBeGreaterThan(300);
    expect(keys.filter((k, i) => keys.indexOf(k) !== i)).toEqual([]);
  });

  test('no text is empty, and none calls a person an offender', () => {
    for (const text of Object.values(CATALOGUES).flatMap((c) => Object.values(c))) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/pelaku|offender|perpetrator|tersangka/i);
    }
  });

  test('values are put where they belong, also one that looks like a hole', () => {
    expect(textOf('id', 'inbox.counts', { total: '62', free: 1, mine: 0 })).toBe('62 kasus · 1 bebas · 0 Anda pegang');
    expect(textOf('en', 'registers.caption', { name: '{name} $& $1' })).toBe('Contest register: {name} $& $1');
  });
});

describe('failures', () => {
  test('every code of the API has words in both languages', () => {
    for (const code of Object.keys(PROBLEMS))
      for (const words of Object.values(CATALOGUES)) expect((words as Record<string, string>)[`problem.${code}`], code).toBeDefined();
  });
});
