/** A site with one feed that lists its newest items. */
import { rssFeed } from '../feeds.ts';
import { Platform, type Reply } from './platform.ts';

const LISTED = 500;

export class FakeSite extends Platform {
  readonly host = 'dinas.contoh.test';
  readonly account = 'dinas.uji';
  #items: { guid: string; text: string; at: number }[] = [];
  #away = false;
  #serial = 0;

  write(text: string, at?: number): string {
    if (at === undefined) this.now += 1_000;
    this.#serial += 1;
    this.#items.unshift({ guid: `berita-${this.#serial}`, text, at: at ?? this.now });
    return `${this.account}/berita-${this.#serial}`;
  }

  edit(key: string, text: string): void {
    const item = this.#items.find((i) => key === `${this.account}/${i.guid}`);
    if (item) item.text = text;
  }

  remove(key: string): void {
    this.#items = this.#items.filter((i) => key !== `${this.account}/${i.guid}`);
  }

  away(isAway: boolean): void {
    this.#away = isAway;
  }

  protected answer(_url: URL, headers: Readonly<Record<string, string>>): Reply {
    if (this.#away) return { status: 404, body: 'tidak ada' };
    const body = rssFeed(this.#items.slice(0, LISTED).map((i) => ({ guid: i.guid, title: i.text, date: new Date(i.at).toUTCString() })));
    const etag = `"${this.#items.length}-${Buffer.from(body).length}-${this.#items.map((i) => i.text.length).reduce((a, b) => a + b, 0)}"`;
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
    return { status: 200, headers: { etag, 'content-type': 'application/rss+xml' }, body };
  }
}
