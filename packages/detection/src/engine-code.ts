/** Which code compiles: an engine stored by one version of it must not be read by another. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

let known: string | null = null;

/** A digest of this package's sources. No version number that somebody has to remember to raise. */
export function engineCode(): string {
  if (known !== null) return known;
  const hash = createHash('sha256');
  const names = readdirSync(import.meta.dirname).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'));
  for (const name of names.sort()) hash.update(`${name}\n`).update(readFileSync(new URL(name, import.meta.url)));
  known = hash.digest('hex');
  return known;
}
