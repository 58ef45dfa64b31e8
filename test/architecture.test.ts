/** Holds the shape of the repository (docs/ARCHITECTURE.md): who may know whom, where each outside system is hidden, how big things get. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, readSources, type SourceFile } from './support/sources.ts';

const TOP_LEVEL =
  'services packages migrations docker-compose.yml test package.json package-lock.json tsconfig.json turbo.json README.md LICENSE CHANGELOG.md docs';

/** What each part may import of ours. Nothing else, not even for a type. */
const MAY_KNOW: Record<string, readonly string[]> = {
  'packages/domain': [],
  'packages/client': [],
  'packages/runtime': [],
  'packages/detection': ['domain'],
  'packages/store': ['domain', 'runtime'],
  'packages/queue': ['domain', 'runtime'],
  'packages/registers': ['domain', 'store'],
  'services/ingest': ['domain', 'store', 'queue', 'runtime'],
  'services/scorer': ['domain', 'detection', 'store', 'queue', 'runtime'],
  'services/api': ['domain', 'store', 'queue', 'runtime'],
  'services/alerts': ['domain', 'registers', 'store', 'queue', 'runtime'],
  'services/console': ['domain'],
  'services/cli': ['domain', 'detection', 'registers', 'store', 'queue', 'runtime'],
};

/** Outside systems and libraries with traps, each hidden in one place. */
const HIDDEN: Record<string, string> = {
  pg: 'packages/store',
  kysely: 'packages/store',
  bullmq: 'packages/queue',
  ioredis: 'packages/queue',
  natural: 'packages/detection',
  'node:child_process': 'services/cli',
};

const LINES_MAX = 300;
/** A test file tells one story with its scenery. */
const TEST_LINES_MAX = 600;
const FUNCTION_LINES_MAX = 70;
/** Tables and generated data: long, but nothing in them branches. */
const LONG_ALLOWED: readonly string[] = [];
/** Tools that load a file by its default export. */
const DEFAULT_EXPORT_ALLOWED = ['test/vitest.config.ts', 'test/support/global-setup.ts', 'services/console/vite.config.ts'];

const SQL = /\b(select\s[^;]*?\sfrom\s+\w|insert\s+into\s+\w|delete\s+from\s+\w|update\s+\w+\s+set\s)/i;

const sources = readSources();
const own = sources.filter((s) => s.unit !== 'test');
const code = own.filter((s) => !s.isTest);

/** `@scope/name/deep` → `@scope/name`; built-in modules keep their `node:`. */
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const isRelative = (specifier: string) => specifier.startsWith('.');
const outside = (s: SourceFile) => s.imports.filter((i) => !isRelative(i));
const list = (files: readonly SourceFile[], broken: (s: SourceFile) => string[]) => files.flatMap((s) => broken(s).map((what) => `${s.path}: ${what}`));

describe('the sources were really read', () => {
  test('every part has modules, and imports were found in them', () => {
    for (const unit of Object.keys(MAY_KNOW).filter((u) => u !== 'services/console'))
      expect(sources.filter((s) => s.unit === unit).length, unit).toBeGreaterThan(0);
    expect(sources.flatMap((s) => s.imports).filter((i) => i.startsWith('@pantau/')).length).toBeGreaterThan(50);
  });

  test('no part exists that the table does not name', () => {
    expect([...new Set(own.map((s) => s.unit))].filter((u) => !(u in MAY_KNOW))).toEqual([]);
  });
});

describe('imports go one way', () => {
  test('a part imports only the packages it may know, by their name', () => {
    const broken = list(own, (s) =>
      outside(s)
        .filter((i) => i.startsWith('@pantau/'))
        .filter((i) => !(MAY_KNOW[s.unit] ?? []).some((p) => i === `@pantau/${p}`))
        // A test may use the public face of any package.
        .filter((i) => !(s.isTest && /^@pantau\/\w+$/.test(i))),
    );
    expect(broken).toEqual([]);
  });

  test('no relative import leaves its part, tests excepted', () => {
    const broken = list(own, (s) =>
      s.imports.filter(
        (i) => isRelative(i) && !normalize(join(dirname(s.path), i)).startsWith(`${s.unit}/`) && !((s.isTest || s.isTool) && i.includes('/test/support/')),
      ),
    );
    expect(broken).toEqual([]);
  });

  test('services/console takes only types from domain', () => {
    const broken = list(
      code.filter((s) => s.unit === 'services/console'),
      (s) => s.text.split('\n').filter((l) => l.includes("'@pantau/") && !/^(import|export) type /.test(l)),
    );
    expect(broken).toEqual([]);
  });

  test('a package.json names no package of ours that its part may not know', () => {
    for (const [unit, allowed] of Object.entries(MAY_KNOW)) {
      const declared = Object.keys(dependenciesOf(unit)).filter((d) => d.startsWith('@pantau/'));
      expect(
        declared.filter((d) => !allowed.includes(d.slice('@pantau/'.length))),
        unit,
      ).toEqual([]);
    }
  });

  test('what a part imports from outside is in its own package.json', () => {
    const broken = list(code, (s) => {
      const declared = dependenciesOf(s.unit);
      return outside(s)
        .filter((i) => !i.startsWith('node:'))
        .map(packageOf)
        .filter((p) => !(p in declared));
    });
    expect(broken).toEqual([]);
  });
});

describe('each outside system is hidden in one place', () => {
  test.each(Object.entries(HIDDEN))('%s is imported only in %s', (name, unit) => {
    expect(list(code, (s) => (s.unit === unit ? [] : outside(s).filter((i) => packageOf(i) === name)))).toEqual([]);
  });

  test('natural is imported by one file, and never as a whole', () => {
    // Also by require(): its front door loads database drivers and prints to standard output.
    const users = code.filter((s) => s.strings.some((t) => t === 'natural' || t.startsWith('natural/')));
    expect(users.length).toBe(1);
    expect(users.flatMap((s) => s.strings.filter((t) => t === 'natural'))).toEqual([]);
  });

  test('SQL is written only in packages/store', () => {
    expect(SQL.test('insert into post (id) values (1)')).toBe(true);
    const broken = list(code, (s) => (s.unit === 'packages/store' || s.isTool ? [] : s.strings.filter((t) => SQL.test(t)).map((t) => t.slice(0, 80))));
    expect(broken).toEqual([]);
  });
});

describe('things stay small and plain', () => {
  test(`a file has at most ${LINES_MAX} lines, tables excepted`, () => {
    expect(list(sources, (s) => (s.lines > (s.isTest ? TEST_LINES_MAX : LINES_MAX) && !LONG_ALLOWED.includes(s.path) ? [`${s.lines} lines`] : []))).toEqual([]);
    expect(LONG_ALLOWED.filter((p) => !sources.some((s) => s.path === p && s.lines > LINES_MAX))).toEqual([]);
  });

  test(`a function has at most ${FUNCTION_LINES_MAX} lines`, () => {
    expect(list(code, (s) => s.functions.filter((f) => f.lines > FUNCTION_LINES_MAX).map((f) => `${f.line} ${f.name} has ${f.lines} lines`))).toEqual([]);
  });

  test('nothing is left for later in a comment', () => {
    const word = /\b(TODO|FIXME|XXX)\b/;
    expect(list(sources, (s) => (s.path === 'test/architecture.test.ts' ? [] : s.text.split('\n').filter((l) => word.test(l))))).toEqual([]);
  });

  test('exports have names', () => {
    expect(sources.filter((s) => s.hasDefaultExport && !DEFAULT_EXPORT_ALLOWED.includes(s.path)).map((s) => s.path)).toEqual([]);
  });

  test('the top of the repository holds only what it should', () => {
    const entries = readdirSync(ROOT).filter((e) => !e.startsWith('.') && !['node_modules', 'coverage'].includes(e));
    expect(entries.filter((e) => !TOP_LEVEL.split(' ').includes(e))).toEqual([]);
  });
});

function dependenciesOf(unit: string): Record<string, string> {
  const p = JSON.parse(readFileSync(join(ROOT, unit, 'package.json'), 'utf8')) as Record<string, Record<string, string> | undefined>;
  return { ...p.dependencies, ...p.devDependencies, ...p.optionalDependencies };
}
