/** What a start does to the database before services use it. */
import { type Keyring, loadKeyring, MigrationError, migrate } from '@pantau/store';
import { CliError, messageOf } from '../errors.ts';
import type { Layout } from './layout.ts';

export { startReceiver } from '../demo/receiver.ts';
export { prepareDemo } from './demo.ts';

/** Made at the first start; whoever loses it cannot read the sealed NIPs any more. */
export function openKeyring(l: Layout, env: NodeJS.ProcessEnv): Keyring {
  try {
    return loadKeyring({ key: env.PANTAU_KEY, file: l.keyFile, create: true });
  } catch (e) {
    throw new CliError(messageOf(e), { cause: e });
  }
}

export async function migrateOrSay(url: string, dir: string, onApply: (name: string) => void): Promise<string[]> {
  try {
    return await migrate(url, dir, onApply);
  } catch (e) {
    if (e instanceof MigrationError) throw new CliError(e.message, { cause: e });
    throw new CliError(`the schema could not be prepared: ${messageOf(e)}`, { cause: e });
  }
}
