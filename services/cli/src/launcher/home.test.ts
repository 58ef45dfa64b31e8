import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { claimHome, isOurs } from './home.ts';
import { layoutOf } from './layout.ts';
import { prepareHome } from './preflight.ts';

const dir = mkdtempSync(join(tmpdir(), 'home-'));
afterAll(() => rmSync(dir, { recursive: true }));
let n = 0;
const folder = (...files: string[]) => {
  const home = join(dir, String(n++));
  mkdirSync(home);
  for (const f of files) writeFileSync(join(home, f), 'x');
  return home;
};

describe('a directory of Pantau', () => {
  test('is made when it is not there, taken when it is empty, and taken again', () => {
    for (const home of [join(dir, 'new'), folder()]) {
      claimHome(home, '/checkout');
      claimHome(home, '/checkout');
      expect([isOurs(home), readdirSync(home)]).toEqual([true, ['PANTAU']]);
    }
  });

  test('is never one that holds the files of somebody else, and nothing in that one changes', () => {
    const home = folder('thesis.odt');
    chmodSync(home, 0o700);
    expect(() => prepareHome(layoutOf({ PANTAU_DATA: home }))).toThrow(/holds files that are not Pantau's/);
    expect([readdirSync(home), statSync(home).mode & 0o777, isOurs(home)]).toEqual([['thesis.odt'], 0o700, false]);
  });

  test('is not known by a name alone', () => {
    const home = folder('PANTAU');
    expect(isOurs(home)).toBe(false);
    expect(() => claimHome(home, '/checkout')).toThrow(/not Pantau's/);
  });

  test('is .data of the checkout, whatever an installation left there', () => {
    const root = folder();
    mkdirSync(join(root, '.data/npm-cache'), { recursive: true });
    claimHome(join(root, '.data'), root);
    expect(isOurs(join(root, '.data'))).toBe(true);
  });

  test('needs a parent that is there and a place where directories can be made', () => {
    expect(() => claimHome(join(dir, 'no/such'), '/checkout')).toThrow(`there is no directory ${join(dir, 'no')}: make it first`);
    expect(existsSync(join(dir, 'no'))).toBe(false);
    expect(() => claimHome(join(folder('file'), 'file'), '/checkout')).toThrow(/is not a directory/);
  });

  test.skipIf(process.platform !== 'linux')('is refused at once in /proc [needs Linux]', () => {
    expect(() => prepareHome(layoutOf({ PANTAU_DATA: '/proc/pantau' }))).toThrow(/^\/proc\/pantau cannot be made/);
  });
});
