/**
 * Fills a database with the demo world. Repeating it changes nothing; dies midway: the next run goes on, because the mark
 * "started" is written first and "done" last, and every step in between looks before it writes.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  addSubscription,
  audit,
  beginAccountImport,
  checkInstallationKey,
  createUser,
  type Db,
  findUserId,
  type Handle,
  importAccountBatch,
  installationFact,
  isEmptyDatabase,
  type Keyring,
  listSubscriptions,
  publishPart,
  redirectSubscriptions,
  saveCirculars,
  setInstallationFact,
  type Tx,
  upsertSource,
} from '@pantau/store';
import { CliError } from '../errors.ts';
import { demoCirculars, demoRegister } from './world/contests.ts';
import { demoAccounts } from './world/people.ts';
import { DEMO_PASSWORD, DEMO_USERS } from './world/users.ts';

/** Relative to the root of the checkout, as the replay connector reads it. */
export const DEMO_POSTS = 'services/cli/src/demo/world/posts.jsonl';
const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
/** Key of the fact that says how far the seeding got. */
export const DEMO_FACT = 'demo';
const BY = 'demo';
/** All posts are there within half a minute of the start. */
const POSTS_PER_SECOND = 12;
const POLICY_YEARS = 5;
const OFFICES = [
  { office: 'BKPSDM Kota Lubuk Linggau (contoh)', region: '16.73' },
  { office: 'BKPSDM Kota Makassar (contoh)', region: '73.71' },
] as const;
const EVENTS = ['case.forwarded'] as const;

export interface SeedOptions {
  db: Handle;
  keyring: Keyring;
  /** Where the personnel offices of the demo receive their webhooks; without it they have no subscription. */
  receiver?: { url: string; secret: string } | undefined;
  now: Date;
  /** Also into a database that holds other data. */
  force?: boolean;
}
export interface SeedResult {
  /** True when this call created the world. */
  fresh: boolean;
  signIns: { username: string; password: string; about: string }[];
  counts: { people: number; users: number; contestants: number; posts: number };
}

interface Mark {
  state: 'started' | 'done';
  at: string;
}

export async function seedDemo(o: SeedOptions): Promise<SeedResult> {
  if (!(await checkInstallationKey(o.db, o.keyring))) throw new CliError('the installation key is not the one this database was filled with');
  const mark = await installationFact<Mark>(o.db, DEMO_FACT);
  const world = worldOf(mark === null ? o.now : new Date(mark.at));
  const result: SeedResult = {
    fresh: mark?.state !== 'done',
    signIns: DEMO_USERS.map((u) => ({ username: u.username, password: DEMO_PASSWORD, about: u.about })),
    counts: { people: world.accounts.length, users: DEMO_USERS.length, contestants: world.register.contestants.length, posts: countPosts() },
  };
  if (!result.fresh) {
    if (o.receiver) await tellOffices(o.db, o.keyring, o.receiver);
    return result;
  }
  if (mark === null && !o.force && !(await isEmptyDatabase(o.db)))
    throw new CliError('the database already holds data that is not the demo world: use an empty one, or --force to add the demo to it');
  const started: Mark = { state: 'started', at: (mark === null ? o.now : new Date(mark.at)).toISOString() };
  await setInstallationFact(o.db, DEMO_FACT, started);
  for (const u of DEMO_USERS)
    if ((await findUserId(o.db, u.username)) === null)
      await createUser(o.db, { username: u.username, displayName: u.displayName, password: DEMO_PASSWORD, roles: u.roles });
  await o.db.transaction().execute(async (tx) => {
    await seedRegisters(tx, o, world);
    await seedFlow(tx, o);
    await setInstallationFact(tx, DEMO_FACT, { ...started, state: 'done' } satisfies Mark);
    await audit(tx, 'demo_seeded', 'installation', DEMO_FACT, result.counts);
  });
  return result;
}

function worldOf(now: Date) {
  return { register: demoRegister(now), circulars: demoCirculars(now), accounts: demoAccounts(now) };
}

async function seedRegisters(tx: Tx, o: SeedOptions, world: ReturnType<typeof worldOf>): Promise<void> {
  await publishPart(tx, { ...world.register, partKey: 'json:DEMO', label: 'demo world', source: 'pantau seed demo', by: BY });
  await saveCirculars(tx, world.circulars);
  await beginAccountImport(tx);
  const { rejected } = await importAccountBatch(
    tx,
    o.keyring,
    world.accounts.map((data, i) => ({ line: i + 1, data })),
    o.now,
  );
  if (rejected.length > 0) throw new Error(`the demo world contradicts itself: ${rejected.map((r) => r.reason).join('; ')}`);
}

async function seedFlow(tx: Tx, o: SeedOptions): Promise<void> {
  if (o.receiver) await tellOffices(tx, o.keyring, o.receiver);
  await upsertSource(tx, {
    name: 'demo',
    connector: 'replay',
    config: { file: DEMO_POSTS, posts_per_second: POSTS_PER_SECOND },
    enabled: true,
    policy: {
      enabled: true,
      legal_basis: 'demo: invented posts of invented people, shipped with the product',
      agreement_ref: null,
      expires_at: new Date(o.now.getTime() + POLICY_YEARS * 365 * 86_400_000).toISOString(),
      allow_inference: true,
      allow_ml: false,
      max_retention_days: 30,
      deletion_mode: 'purge',
    },
  });
}

/** Every office of the demo has one subscription that names this receiver; an older address is replaced. */
async function tellOffices(db: Db, keyring: Keyring, receiver: { url: string; secret: string }): Promise<void> {
  const url = new URL('/webhook', receiver.url).href;
  const known = new Set((await listSubscriptions(db)).map((s) => s.office));
  await redirectSubscriptions(db, keyring, { offices: OFFICES.map((f) => f.office), url, secret: receiver.secret });
  for (const f of OFFICES.filter((f) => !known.has(f.office)))
    await addSubscription(db, keyring, { ...f, url, secret: receiver.secret, events: [...EVENTS], allowPrivate: [new URL(url).host] });
}

function countPosts(): number {
  return readFileSync(new URL(DEMO_POSTS, `file://${ROOT}`), 'utf8')
    .split('\n')
    .filter((l) => l.trim() !== '').length;
}
