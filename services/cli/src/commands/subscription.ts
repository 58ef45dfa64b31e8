/** `pantau subscription …`: which office is told about forwarded cases of its region. The secret is shown once and kept sealed. */
import { AlertEvent, LIMITS, RegionCode } from '@pantau/domain';
import { addSubscription, audit, type Handle, listRegions, listSubscriptions, switchSubscription } from '@pantau/store';
import type { Command } from 'commander';
import { findServers, openKeyring, openOwnerDb, operator } from '../context.ts';
import { CliError, messageOf } from '../errors.ts';
import { each } from '../options.ts';

const REGENCY_CHARS = 5;

interface AddOptions {
  office: string;
  region: string;
  url: string;
  events?: string[];
}

export function registerSubscription(program: Command): void {
  const group = program.command('subscription').description('which office is told about forwarded cases');
  group
    .command('add')
    .description('tell an office; prints the secret that signs what it gets, once')
    .requiredOption('--office <name>', 'as people know it, like "BKPSDM Kota Contoh"')
    .requiredOption('--region <code>', 'cases of this region and what lies in it, like 16.73, 16 or ID')
    .requiredOption('--url <url>', 'where it is told, https')
    .option('--events <event>', `${AlertEvent.options.join(', ')}; may be given several times (default: all)`, each)
    .action((o: AddOptions) => withDb((db) => add(db, o)));
  group
    .command('list')
    .description('all subscriptions, without address and secret')
    .action(() => withDb(list));
  group
    .command('disable')
    .description('send nothing more; what waits stays until it is enabled again')
    .argument('<id>', 'as `subscription list` shows it')
    .option('--undo', 'send again, also what has waited')
    .action((id: string, o: { undo?: boolean }) => withDb((db) => change(db, id, o.undo === true)));
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

async function add(db: Handle, o: AddOptions): Promise<void> {
  const office = o.office.trim();
  if (office === '' || office.length > LIMITS.nameChars) throw new CliError(`the name of an office has 1 to ${LIMITS.nameChars} characters`);
  const region = await knownRegion(db, o.region);
  const events = (o.events ?? AlertEvent.options).map(eventOf);
  const keyring = await openKeyring(db);
  const made = await db.transaction().execute(async (tx) => {
    const s = await addSubscription(tx, keyring, { office, region, url: o.url, events, allowPrivate: privateTargets() }).catch((cause: unknown) => {
      throw new CliError(`--url: ${messageOf(cause)}`, { cause });
    });
    // The address may name a person or carry a token: it is neither logged nor audited.
    await audit(tx, 'subscription.added', 'subscription', s.id, { by: operator(), office, region, events });
    return s;
  });
  say(`Subscription ${made.id}: ${office} is told about ${events.join(', ')} in ${region}.`);
  say(`Its secret, shown only now: ${made.secret}`);
}

function eventOf(name: string): AlertEvent {
  const event = AlertEvent.safeParse(name);
  if (!event.success) throw new CliError(`"${name}" is no event: choose one of ${AlertEvent.options.join(', ')}`);
  return event.data;
}

async function knownRegion(db: Handle, text: string): Promise<string> {
  const region = RegionCode.safeParse(text);
  if (!region.success) throw new CliError(`--region: ${region.error.issues[0]?.message ?? 'not a region code'}`);
  if (!(await listRegions(db)).some((r) => r.code === region.data.slice(0, REGENCY_CHARS))) throw new CliError(`there is no region ${region.data}`);
  return region.data;
}

/** The same list that alerts is given and checks: what it may not send to cannot be subscribed. */
function privateTargets(): string[] {
  return (process.env.PANTAU_ALLOW_PRIVATE ?? '').split(',').map((t) => t.trim().toLowerCase());
}

async function list(db: Handle): Promise<void> {
  const all = await listSubscriptions(db);
  if (all.length === 0) return say('There are no subscriptions yet: add one with `pantau subscription add`.');
  const width = Math.max(...all.map((s) => s.region.length));
  for (const s of all) say(`${String(s.id).padStart(4)}  ${s.active ? 'active  ' : 'disabled'}  ${s.region.padEnd(width)}  ${s.events.join(',')}  ${s.office}`);
}

async function change(db: Handle, text: string, active: boolean): Promise<void> {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1) throw new CliError(`"${text}" is no number of a subscription: \`pantau subscription list\` shows them`);
  const changed = await db.transaction().execute(async (tx) => {
    const done = await switchSubscription(tx, id, active);
    if (done) await audit(tx, active ? 'subscription.enabled' : 'subscription.disabled', 'subscription', id, { by: operator() });
    return done;
  });
  if (changed === null) throw new CliError(`there is no subscription ${id}`);
  say(`Subscription ${id} is ${active ? 'active' : 'disabled'}${changed ? '' : ' already'}.`);
}
