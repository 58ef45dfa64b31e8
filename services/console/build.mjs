/**
 * Builds the console when its output is missing or was made from other sources, and otherwise only says so: a second start
 * pays for reading some files. Plain JavaScript: it runs before anything is compiled. Always a process of its own, because
 * Vite reads NODE_ENV and the launcher, the tests and the image each have another one.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'dist');
const stamp = '.sources';
const INPUTS = ['index.html', 'package.json', 'vite.config.ts', 'src', 'build.mjs'];
/** Smaller than this, a compressed copy saves nothing that a packet does not carry anyway. */
const COMPRESS_FROM_BYTES = 1_024;
const COMPRESSED = /\.(js|css|html|svg)$/;

process.env.NODE_ENV = 'production';
const say = (line) => process.stdout.write(`${line}\n`);

const wanted = fingerprint();
if (builtFrom() === wanted) say('console is up to date');
else await build();

async function build() {
  const started = Date.now();
  const vite = await import('vite').catch(() => null);
  if (vite === null) {
    say(
      'The console is not built, and what builds it is not installed: run `npm install` without leaving out development packages, or bring services/console/dist along.',
    );
    process.exit(1);
  }
  // Aside and then renamed: whoever looks meanwhile sees the old console or the new one. Dies before: the next run begins anew.
  const aside = join(here, `.dist-${process.pid}`);
  await vite.build({ root: here, configFile: join(here, 'vite.config.ts'), logLevel: 'warn', build: { outDir: aside, emptyOutDir: true } });
  for (const file of filesBelow(aside)) compress(file);
  writeFileSync(join(aside, stamp), wanted);
  rmSync(out, { recursive: true, force: true });
  try {
    renameSync(aside, out);
  } catch (e) {
    // Another build won the race; it was made from the same sources, or it will be noticed at the next start.
    rmSync(aside, { recursive: true, force: true });
    if (builtFrom() !== wanted) throw e;
  }
  say(`console built in ${((Date.now() - started) / 1_000).toFixed(1)} s`);
}

function builtFrom() {
  const file = join(out, stamp);
  return existsSync(file) && existsSync(join(out, 'index.html')) ? readFileSync(file, 'utf8') : null;
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap((name) => filesBelow(join(here, name))))
    hash.update(file.slice(here.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function filesBelow(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((e) => filesBelow(join(path, e.name)));
  } catch (e) {
    if (e.code === 'ENOTDIR') return [path];
    throw e;
  }
}

/** The api hands these out to whoever can read them. */
function compress(file) {
  if (!COMPRESSED.test(file)) return;
  const bytes = readFileSync(file);
  if (bytes.length < COMPRESS_FROM_BYTES) return;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
}
