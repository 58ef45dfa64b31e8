/** `pantau source …`: where posts come from, under which policy. Nothing is fetched without a complete, current policy. */
import { ConnectorPolicy, NEEDS_AGREEMENT, policyState, SourceSchedule } from '@pantau/domain';
import { findSource, type Handle, putSource, resumeUnits, type SourceRow, type SourceSummary, sourceOverview, switchSource } from '@pantau/store';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { findServers, openOwnerDb, operator } from '../context.ts';
import { CliError } from '../errors.ts';
import { readJsonFile } from '../import/json-file.ts';

/** What each fetches: its configuration is checked by the connector itself, and `source list` shows what it finds wrong. */
const CONNECTORS = ['rss', 'bluesky', 'jetstream', 'mastodon', 'x', 'file', 'replay'] as const;
const NAME = /^[a-z0-9][a-z0-9._-]{0,79}$/i;
const Config = z.record(z.string(), z.unknown());

interface AddOptions {
  connector: string;
  config: string;
  policy: string;
  schedule?: string;
  enable?: boolean;
  replace?: boolean;
}

export function registerSource(program: Command): void {
  const group = program.command('source').description('where posts come from, and under which policy');
  group
    .command('add')
    .description('add a source; it fetches nothing before it is enabled')
    .argument('<name>')
    .addOption(new Option('--connector <connector>', 'what reads it').choices(CONNECTORS).makeOptionMandatory())
    .requiredOption('--config <file.json>', "the connector's settings (docs/OPERATIONS.md)")
    .requiredOption('--policy <file.json>', 'legal basis, expiry, retention (docs/OPERATIONS.md)')
    .option('--schedule <file.json>', 'a budget of requests a day (docs/OPERATIONS.md); without one the connector says when to come again')
    .option('--enable', 'fetch at once')
    .option('--replace', 'put it in the place of the source of this name; units and what is stored stay')
    .action((name: string, o: AddOptions) => withDb((db) => add(db, name, o)));
  group
    .command('list')
    .description('all sources: whether their policy is open, what is paused, and why')
    .action(() => withDb(list));
  for (const [verb, enabled, about] of [
    ['enable', true, 'let it fetch'],
    ['disable', false, 'fetch nothing any more; what is stored stays'],
  ] as const)
    group
      .command(verb)
      .description(about)
      .argument('<name>')
      .action((name: string) => withDb((db) => change(db, name, enabled)));
  group
    .command('resume')
    .description('let paused units go on, after somebody has looked')
    .argument('<name>')
    .argument('[unit]', 'only this one: an account, as `source list` shows it')
    .action((name: string, unit: string | undefined) => withDb((db) => resume(db, name, unit)));
}

async function withDb(fn: (db: Handle) => Promise<void>): Promise<void> {
  const db = await openOwnerDb(findServers().databaseUrl);
  try {
    await fn(db);
  } finally {
    await db.destroy();
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function add(db: Handle, name: string, o: AddOptions): Promise<void> {
  if (!NAME.test(name)) throw new CliError('a source name has 1 to 80 letters, digits, dots, dashes or underscores');
  const config = readJsonFile(o.config, Config);
  const policy = readJsonFile(o.policy, ConnectorPolicy);
  const input = {
    name,
    connector: o.connector,
    config,
    policy,
    enabled: o.enable,
    ...(o.schedule === undefined ? {} : { schedule: readJsonFile(o.schedule, SourceSchedule) }),
  };
  const source = await putSource(db, input, { replace: o.replace === true, by: operator() });
  if (!source) throw new CliError(`there is already a source "${name}": give --replace to put this one in its place`);
  say(`${o.replace ? 'Stored' : 'Added'} ${name}: ${stateOf(source)}${source.enabled ? '' : `; \`pantau source enable ${name}\` lets it fetch`}.`);
}

function stateOf(s: SourceRow): string {
  const state = policyState(s, NEEDS_AGREEMENT.has(s.connector), new Date());
  return state.open ? `open until ${state.policy.expires_at.slice(0, 10)}` : `closed (${[state.fault, state.detail].filter(Boolean).join(': ')})`;
}

async function list(db: Handle): Promise<void> {
  const sources = await sourceOverview(db);
  if (sources.length === 0) return say('There are no sources yet: add one with `pantau source add`.');
  const width = Math.max(...sources.map((s) => s.name.length));
  for (const s of sources) {
    say(`${s.name.padEnd(width)}  ${s.connector.padEnd(7)}  ${stateOf(s)}  ${unitsOf(s)}`);
    for (const t of s.troubled) say(`  ${t.paused ? 'paused' : 'last  '}  ${t.unit || '(the source)'}  ${t.reason ?? 'no reason on record'}`);
  }
}

function unitsOf(s: SourceSummary): string {
  const polled = s.polled_at === null ? 'never fetched' : `last fetched ${s.polled_at.toISOString().slice(0, 16)}Z`;
  return s.units === 0 ? 'no units' : `${s.units} units, ${s.paused} paused, ${polled}`;
}

async function found(db: Handle, name: string): Promise<SourceRow> {
  const source = await findSource(db, name);
  if (!source) throw new CliError(`there is no source "${name}"`);
  return source;
}

async function change(db: Handle, name: string, enabled: boolean): Promise<void> {
  const source = await found(db, name);
  const changed = await switchSource(db, source, enabled, operator());
  if (!changed) return say(`${name} is ${enabled ? 'enabled' : 'disabled'} already: ${stateOf(source)}.`);
  say(`${enabled ? 'Enabled' : 'Disabled'} ${name}: ${stateOf({ ...source, enabled })}.`);
}

async function resume(db: Handle, name: string, unit: string | undefined): Promise<void> {
  const source = await found(db, name);
  const n = await resumeUnits(db, source, unit, operator());
  if (n === 0) throw new CliError(unit === undefined ? `nothing of ${name} is paused` : `"${unit}" is no paused unit of ${name}`);
  say(`${n} of ${name} ${n === 1 ? 'goes' : 'go'} on.`);
}
