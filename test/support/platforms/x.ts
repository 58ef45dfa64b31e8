/**
 * X API v2 with one user of interest, by its published description (2.167): timelines newest first between two ids, look-up by
 * id with errors beside data, edits as new ids in one chain, limits in headers.
 */
import { Platform, type Reply } from './platform.ts';

interface Kept {
  id: string;
  text: string;
  at: number;
  chain: string[];
}

const EPOCH_MS = 1_288_834_974_657n;
const PROBLEM = 'https://api.x.com/2/problems/resource-not-found';

export class FakeX extends Platform {
  readonly username = 'uji_satu';
  readonly userId = '1500000000000000001';
  /** Names of fields: those of today, or those of before. */
  words: 'post' | 'tweet' = 'post';
  remaining = 10_000;
  readonly #posts = new Map<string, Kept>();
  #away = false;
  #serial = 0n;

  write(text: string, at?: number): string {
    if (at === undefined) this.now += 1_000;
    const kept = this.#keep(text, at ?? this.now);
    return kept.id;
  }

  edit(key: string, text: string): void {
    this.now += 1_000;
    const before = this.#posts.get(key);
    if (!before) return;
    const kept = this.#keep(text, this.now);
    before.chain.push(kept.id);
    kept.chain = before.chain;
  }

  remove(key: string): void {
    for (const id of this.#posts.get(key)?.chain ?? []) this.#posts.delete(id);
  }

  away(isAway: boolean): void {
    this.#away = isAway;
  }

  #keep(text: string, at: number): Kept {
    this.#serial += 1n;
    const id = String(((BigInt(at) - EPOCH_MS) << 22n) + (this.#serial & 0x3fffffn));
    const kept: Kept = { id, text, at, chain: [id] };
    this.#posts.set(id, kept);
    return kept;
  }

  protected answer(url: URL, headers: Readonly<Record<string, string>>): Reply {
    if (!/^Bearer .+/.test(headers.authorization ?? ''))
      return this.#say(401, { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' });
    if (url.pathname.startsWith('/2/users/by/username/')) {
      const isUser = !this.#away && url.pathname.toLowerCase().endsWith(`/${this.username}`);
      return this.#say(200, isUser ? { data: this.#user() } : { errors: [this.#problem('user', 'username', this.username)] });
    }
    if (url.pathname === `/2/users/${this.userId}/tweets`)
      return this.#away ? this.#say(200, { errors: [this.#problem('user', 'id', this.userId)] }) : this.#timeline(url);
    if (url.pathname === '/2/tweets') return this.#lookup((url.searchParams.get('ids') ?? '').split(','));
    return this.#say(404, { title: 'Not Found', type: 'about:blank', status: 404, detail: 'Not Found' });
  }

  #timeline(url: URL): Reply {
    const limit = Number(url.searchParams.get('max_results') ?? '10');
    const since = BigInt(url.searchParams.get('since_id') ?? '0');
    const until = BigInt(url.searchParams.get('until_id') ?? '9223372036854775807');
    // Only the last version of a chain is shown.
    const shown = [...this.#posts.values()].filter((p) => p.chain.at(-1) === p.id && BigInt(p.id) > since && BigInt(p.id) < until);
    const page = shown.sort((a, b) => (BigInt(a.id) > BigInt(b.id) ? -1 : 1)).slice(0, limit);
    const [newest, oldest] = [page[0]?.id, page.at(-1)?.id];
    const meta = {
      result_count: page.length,
      ...(newest && oldest ? { newest_id: newest, oldest_id: oldest } : {}),
      ...(shown.length > limit ? { next_token: 'lanjut' } : {}),
    };
    return this.#say(200, page.length > 0 ? { data: page.map((p) => this.#post(p)), includes: { users: [this.#user()] }, meta } : { meta });
  }

  #lookup(ids: string[]): Reply {
    const found = ids.flatMap((id) => (this.#away ? [] : (this.#posts.get(id) ?? [])));
    const missing = ids.filter((id) => this.#away || !this.#posts.has(id));
    return this.#say(200, {
      ...(found.length > 0 ? { data: found.map((p) => this.#post(p)), includes: { users: [this.#user()] } } : {}),
      ...(missing.length > 0 ? { errors: missing.map((id) => this.#problem('post', 'ids', id)) } : {}),
    });
  }

  #say(status: number, body: unknown): Reply {
    this.remaining -= 1;
    const reset = String(Math.floor(this.now / 1_000) + 900);
    return { status, headers: { 'x-rate-limit-limit': '10000', 'x-rate-limit-remaining': String(this.remaining), 'x-rate-limit-reset': reset }, body };
  }

  #user() {
    return { id: this.userId, username: this.username, name: 'Orang Uji' };
  }

  #problem(kind: string, parameter: string, value: string) {
    return {
      type: PROBLEM,
      title: 'Not Found Error',
      detail: `Could not find ${kind} with ${parameter}: [${value}].`,
      resource_type: kind,
      parameter,
      value,
      resource_id: value,
    };
  }

  #post(p: Kept) {
    return {
      id: p.id,
      text: p.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      created_at: new Date(p.at).toISOString(),
      author_id: this.userId,
      lang: 'in',
      [this.words === 'post' ? 'edit_history_post_ids' : 'edit_history_tweet_ids']: [...p.chain],
    };
  }
}
