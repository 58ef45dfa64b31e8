/**
 * The first thing that runs on a fresh clone, so plain JavaScript and nothing but Node's own modules. Checks Node, installs
 * the dependencies when they are missing or older than the lock file, then hands over to TypeScript in this same process.
 * What it says goes to stderr: `pantau score` writes its result to stdout.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NODE_MIN = [20, 19];
const PROGRESS_EVERY_MS = 5_000;
const ERROR_LINES_MAX = 12;

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const [command = '', ...rest] = process.argv.slice(2);
/** Commands of the developer, which need the development dependencies too. */
const DEV = { test: 'test/run.ts', check: 'test/check.ts', 'check-static': 'test/static.ts', types: 'test/types.ts', screenshots: 'test/screenshots.ts' };
const isDev = command in DEV;

const say = (line) => process.stderr.write(`${line}\n`);
function fail(line) {
  say(line);
  process.exit(1);
}

checkNode();
await installIfNeeded();
process.env.TURBO_TELEMETRY_DISABLED = '1';
await import(pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href);
const entry = join(root, isDev ? DEV[command] : 'services/cli/src/main.ts');
process.argv = [process.argv[0], entry, ...(isDev ? rest : process.argv.slice(2))];
await import(pathToFileURL(entry).href);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  fail(`Pantau needs Node ${NODE_MIN.join('.')} or newer; this is ${process.versions.node}.`);
}

async function installIfNeeded() {
  const state = dependencyState();
  if (state === 'ready') return;
  if (process.env.PANTAU_INSTALL === 'never') return say(`Dependencies are ${state}; not installing, because PANTAU_INSTALL=never.`);
  say(state === 'missing' ? 'Installing dependencies (once, usually 10 to 60 s) …' : 'Updating dependencies …');
  const started = Date.now();
  // `ci` would first remove everything; an update leaves a running installation what it needs.
  const { code, errors } = await npm(state === 'missing' ? ['ci'] : ['install', '--no-save']);
  if (code === 0 && dependencyState() !== 'missing') return say(`Dependencies installed in ${((Date.now() - started) / 1_000).toFixed(1)} s.`);
  if (/ENOSPC|no space left/i.test(errors)) fail(`The disk of ${root} is full: dependencies need about 600 MB.`);
  if (/EACCES|EPERM|EROFS/i.test(errors)) fail(`Dependencies cannot be written into ${root}: this user may not write there.`);
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/i.test(errors)) fail('The npm registry cannot be reached; installing needs it once.');
  fail(`npm could not install the dependencies:\n${errors.split('\n').filter(Boolean).slice(-ERROR_LINES_MAX).join('\n')}`);
}

/** Compares what the lock file wants with what npm recorded as installed. */
function dependencyState() {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile) || !existsSync(join(root, 'node_modules/tsx/dist/loader.mjs'))) return 'missing';
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
    for (const [path, want] of Object.entries(wanted)) {
      if (!path.includes('node_modules/') || want.link) continue;
      const have = installed[path];
      if (have ? have.version !== want.version : isNeeded(want)) return 'outdated';
    }
    return 'ready';
  } catch {
    return 'outdated';
  }
}

/** A production installation leaves development packages out; other platforms' packages are optional everywhere. */
function isNeeded(want) {
  if (want.optional || want.devOptional) return false;
  return isDev || !want.dev;
}

function npm(args) {
  const cli = process.env.npm_execpath;
  const viaNode = cli && basename(cli).startsWith('npm') && /\.[cm]?js$/.test(cli);
  const [file, argv] = viaNode ? [process.execPath, [cli, ...args]] : ['npm', args];
  if (!viaNode && spawnSync('npm', ['--version'], { stdio: 'ignore' }).status !== 0) fail('npm is not on PATH; it comes with Node.');
  const env = { ...process.env };
  if (!isWritable(homedir())) env.npm_config_cache = join(root, '.data/npm-cache');
  return new Promise((resolve) => {
    const child = spawn(file, argv, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
    const started = Date.now();
    const timer = setInterval(() => say(`  … ${Math.round((Date.now() - started) / 1_000)} s`), PROGRESS_EVERY_MS);
    let errors = '';
    child.stderr.on('data', (d) => (errors += d));
    child.once('error', (e) => (errors += e.message));
    child.once('close', (code) => {
      clearInterval(timer);
      resolve({ code, errors });
    });
  });
}

function isWritable(dir) {
  try {
    accessSync(dir, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
