/** One Mastodon server with one account of interest: statuses, editions, pages by min_id, limits in its headers. */
import { Platform, type Reply } from './platform.ts';

interface Kept {
  id: string;
  at: number;
  editions: { text: string; at: number }[];
  visibility: string;
}

export class FakeMastodon extends Platform {
  readonly host = 'sosial.contoh.test';
  readonly user = 'uji.satu';
  readonly accountId = '109000000000000001';
  readonly #statuses = new Map<string, Kept>();
  #away = false;
  #serial = 0n;
  visibility = 'public';
  /** Requests in five minutes. */
  limit = 300;

  write(text: string, at?: number): string {
    if (at === undefined) this.now += 1_000;
    const when = at ?? this.now;
    this.#serial += 1n;
    const id = String((BigInt(when) << 16n) + (this.#serial & 0xffffn));
    const kept: Kept = { id, at: when, editions: [{ text, at: when }], visibility: this.visibility };
    this.#statuses.set(this.#uri(id), kept);
    return this.#uri(id);
  }

  edit(key: string, text: string): void {
    this.now += 1_000;
    this.#statuses.get(key)?.editions.push({ text, at: this.now });
  }

  remove(key: string): void {
    this.#statuses.delete(key);
  }

  away(isAway: boolean): void {
    this.#away = isAway;
  }

  protected answer(url: URL): Reply {
    const path = url.pathname;
    if (this.#away) return this.#say(404, { error: 'Record not found' });
    if (path === '/api/v1/accounts/lookup')
      return url.searchParams.get('acct') === this.user ? this.#say(200, this.#account()) : this.#say(404, { error: 'Record not found' });
    if (path === `/api/v1/accounts/${this.accountId}/statuses`) return this.#page(url);
    const one = /^\/api\/v1\/statuses\/(\d+)(\/history)?$/.exec(path);
    const kept = one?.[1] === undefined ? undefined : this.#statuses.get(this.#uri(one[1]));
    if (!kept || !['public', 'unlisted'].includes(kept.visibility)) return this.#say(404, { error: 'Record not found' });
    return this.#say(
      200,
      one?.[2] ? kept.editions.map((e) => ({ ...this.#words(e.text), created_at: this.#iso(e.at), account: this.#account() })) : this.#status(kept),
    );
  }

  #page(url: URL): Reply {
    const limit = Math.min(40, Number(url.searchParams.get('limit') ?? '20'));
    const after = BigInt(url.searchParams.get('min_id') ?? '0');
    const sorted = [...this.#statuses.values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    // The window is cut first and what is not public left out of it, so a page may be short though more follows.
    const window = sorted.filter((s) => BigInt(s.id) > after).slice(0, limit);
    return this.#say(
      200,
      window
        .filter((s) => s.visibility !== 'private')
        .reverse()
        .map((s) => this.#status(s)),
    );
  }

  #say(status: number, body: unknown): Reply {
    const headers = {
      'x-ratelimit-limit': String(this.limit),
      'x-ratelimit-remaining': String(this.limit - 1),
      'x-ratelimit-reset': this.#iso(this.now + 300_000),
    };
    return { status, headers, body };
  }

  #iso(at: number): string {
    return new Date(at).toISOString();
  }

  #uri(id: string): string {
    return `https://${this.host}/users/${this.user}/statuses/${id}`;
  }

  #account() {
    return { id: this.accountId, username: this.user, acct: this.user, url: `https://${this.host}/@${this.user}`, display_name: 'Orang Uji' };
  }

  #words(text: string) {
    const content = `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`;
    return { content, spoiler_text: '', sensitive: false, media_attachments: [], emojis: [] };
  }

  #status(s: Kept) {
    const last = s.editions.at(-1) ?? { text: '', at: s.at };
    return {
      id: s.id,
      uri: this.#uri(s.id),
      url: `https://${this.host}/@${this.user}/${s.id}`,
      created_at: this.#iso(s.at),
      edited_at: s.editions.length > 1 ? this.#iso(last.at) : null,
      visibility: s.visibility,
      account: this.#account(),
      in_reply_to_id: null,
      in_reply_to_account_id: null,
      reblog: null,
      mentions: [],
      tags: [],
      replies_count: 0,
      reblogs_count: 0,
      favourites_count: 0,
      ...this.#words(last.text),
    };
  }
}
