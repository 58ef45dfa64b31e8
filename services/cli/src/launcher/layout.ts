/** Where things lie: the checkout, and `.data/` with everything that is state. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');

export interface Layout {
  root: string;
  /** All state; `npm run reset` removes it. */
  home: string;
  logs: string;
  lockFile: string;
  /** Addresses of the running servers, for the other commands. */
  runFile: string;
  keyFile: string;
  migrations: string;
}

export function layoutOf(env: NodeJS.ProcessEnv): Layout {
  const home = env.PANTAU_DATA || join(ROOT, '.data');
  return {
    root: ROOT,
    home,
    logs: join(home, 'logs'),
    lockFile: join(home, 'launcher.lock'),
    runFile: join(home, 'run.json'),
    keyFile: env.PANTAU_KEY_FILE || join(home, 'keys/installation.key'),
    migrations: join(ROOT, 'migrations'),
  };
}
