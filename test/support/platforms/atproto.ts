/** One repository behind the calls of atproto that are asked: records by key, versions by a made-up content id. */
import { createHash } from 'node:crypto';
import { Platform, type Reply } from './platform.ts';

const POSTS = 'app.bsky.feed.post';
const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz';

/** A time-sorted record key: 13 letters of five bits, the microseconds above ten bits. */
function tid(microseconds: bigint): string {
  let bits = microseconds << 10n;
  let key = '';
  for (let i = 0; i < 13; i++) {
    key = `${ALPHABET[Number(bits % 32n)]}${key}`;
    bits /= 32n;
  }
  return key;
}

export class FakeRepo extends Platform {
  readonly did = 'did:plc:ujifiktif00000000000000';
  readonly handle = 'uji.satu.test';
  readonly host = 'pds.contoh.test';
  readonly #records = new Map<string, { text: string; at: number }>();
  #away = false;
  #serial = 0;

  write(text: string, at?: number): string {
    if (at === undefined) this.now += 1_000;
    const when = at ?? this.now;
    this.#serial += 1;
    // Keys carry microseconds: within one millisecond they still differ and sort in the order of writing.
    const rkey = tid(BigInt(when) * 1_000n + BigInt(this.#serial % 1_000));
    this.#records.set(rkey, { text, at: when });
    return this.#uri(rkey);
  }

  edit(key: string, text: string): void {
    const rkey = key.split('/').at(-1) ?? '';
    const kept = this.#records.get(rkey);
    if (kept) kept.text = text;
  }

  remove(key: string): void {
    this.#records.delete(key.split('/').at(-1) ?? '');
  }

  away(isAway: boolean): void {
    this.#away = isAway;
  }

  protected answer(url: URL): Reply {
    const method = url.pathname.split('/').at(-1) ?? '';
    const q = url.searchParams;
    if (method === 'com.atproto.identity.resolveHandle') return { status: 200, body: { did: this.did } };
    if (url.pathname.startsWith('/plc/'))
      return {
        status: 200,
        body: { id: this.did, service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: `https://${this.host}` }] },
      };
    if (this.#away) return { status: 400, body: { error: 'RepoDeactivated', message: 'Repo has been deactivated' } };
    if (method === 'com.atproto.repo.listRecords') {
      const after = q.get('cursor') ?? '';
      const keys = [...this.#records.keys()]
        .sort()
        .filter((k) => k > after)
        .slice(0, Number(q.get('limit')));
      return { status: 200, body: { records: keys.map((k) => this.#record(k)), ...(keys.length > 0 ? { cursor: keys.at(-1) } : {}) } };
    }
    const rkey = q.get('rkey') ?? '';
    return this.#records.has(rkey)
      ? { status: 200, body: this.#record(rkey) }
      : { status: 400, body: { error: 'RecordNotFound', message: 'Could not locate record' } };
  }

  #uri(rkey: string): string {
    return `at://${this.did}/${POSTS}/${rkey}`;
  }

  #record(rkey: string) {
    const { text, at } = this.#records.get(rkey) ?? { text: '', at: 0 };
    const value = { $type: POSTS, text, createdAt: new Date(at).toISOString() };
    return { uri: this.#uri(rkey), cid: `bafy${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 20)}`, value };
  }
}
