/**
 * Once per run: a Postgres and a Redis (embedded, unless PANTAU_TEST_DATABASE_URL / PANTAU_TEST_REDIS_URL name servers),
 * and one migrated template database that every test file clones.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { migrate } from '@pantau/store';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startTestEngines } from './engines.ts';
import { ROOT } from './sources.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Server URL without a database name, ends with `/`-less host part. */
    adminUrl: string;
    redisUrl: string;
    template: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildConsole();
  const engines = await startTestEngines();
  const template = `pantau_tpl_${randomUUID().slice(0, 8)}`;
  const admin = new pg.Client({ connectionString: engines.adminUrl });
  await admin.connect();
  await admin.query(`create database ${template}`);
  await migrate(withDatabase(engines.adminUrl, template), 'migrations');
  await admin.query(`alter database ${template} with is_template true allow_connections false`);
  project.provide('adminUrl', engines.adminUrl);
  project.provide('redisUrl', engines.redisUrl);
  project.provide('template', template);
  return async () => {
    await admin.query(`alter database ${template} with is_template false`);
    await admin.query(`drop database if exists ${template} with (force)`);
    await admin.end();
    await engines.stop();
  };
}

/** The api serves what was built; a test of the console must not see an older one. */
function buildConsole(): void {
  const r = spawnSync(process.execPath, [join(ROOT, 'services/console/build.mjs')], { encoding: 'utf8' });
  if (r.status !== 0) throw new Error(`the console could not be built:\n${r.stdout}${r.stderr}`);
}

/** The same server, another database; keeps a socket host given as a query parameter. */
export function withDatabase(url: string, name: string): string {
  const u = new URL(url);
  u.pathname = `/${name}`;
  return u.toString();
}
