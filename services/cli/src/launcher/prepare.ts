/** What a start does to the database before services use it. */
import { type Keyring, MigrationError, migrate, newSetupToken, openDb } from '@pantau/store';
import { openKeyring as keyringOf } from '../context.ts';
import { CliError, messageOf } from '../errors.ts';

export { startReceiver } from '../demo/receiver.ts';
export { keepDemoLocal, prepareDemo } from './demo.ts';

/** Made at the first start; whoever loses it cannot read the sealed NIPs any more. Refuses the key of another installation. */
export async function openKeyring(databaseUrl: string, env: NodeJS.ProcessEnv): Promise<Keyring> {
  const db = openDb({ url: databaseUrl, role: 'owner', name: 'launcher', connectionsMax: 1 });
  try {
    return await keyringOf(db, env);
  } finally {
    await db.destroy();
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

/** For a person to type into the console; null where somebody administrates already. A new start makes a new one. */
export async function setupToken(databaseUrl: string): Promise<string | null> {
  const db = openDb({ url: databaseUrl, role: 'owner', name: 'launcher', connectionsMax: 1 });
  try {
    return await newSetupToken(db);
  } finally {
    await db.destroy();
  }
}
