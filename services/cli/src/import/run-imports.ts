/** The imports of `pantau import`: files of this machine, and rejected rows in a file beside. */
import {
  type AccountImportOptions,
  type AccountImportResult,
  importAccounts as accounts,
  type CircularsImportResult,
  importCirculars as circulars,
  type RegisterImportOptions,
  type RegisterImportResult,
  type Reject,
  importRegister as register,
  rejectText,
} from '@pantau/registers';
import type { Handle, Keyring } from '@pantau/store';
import { withRejects } from './rejects.ts';
import { sourceFile } from './source-file.ts';

type OnDisk<T> = Omit<T, 'file' | 'files' | 'rejects'> & { rejects?: string | undefined };
export type RegisterFiles = OnDisk<RegisterImportOptions> & { files: readonly string[] };
export type AccountFile = OnDisk<AccountImportOptions> & { file: string };

/** Rejected rows as a line each. */
type Told<T extends { firstRejects: readonly Reject[] }> = Omit<T, 'firstRejects'> & { firstRejects: readonly string[] };
export type AccountFileResult = Told<AccountImportResult>;

const told = <T extends { firstRejects: readonly Reject[] }>(r: T): Told<T> => ({ ...r, firstRejects: r.firstRejects.map(rejectText) });

export async function importRegister(db: Handle, o: RegisterFiles): Promise<Told<RegisterImportResult>> {
  const files = o.files.map(sourceFile);
  return told(await withRejects(o.rejects, (rejects) => register(db, { ...o, files, rejects })));
}

export async function importAccounts(db: Handle, keyring: Keyring, o: AccountFile): Promise<AccountFileResult> {
  const file = sourceFile(o.file);
  return told(await withRejects(o.rejects, (rejects) => accounts(db, keyring, { ...o, file, rejects })));
}

export async function importCirculars(db: Handle, o: { file: string; apply: boolean; by: string }): Promise<CircularsImportResult> {
  return circulars(db, { ...o, file: sourceFile(o.file) });
}
