/** Tokens of one text as parallel arrays that are reused: scoring a post allocates no token objects. */
export const KIND = { word: 1, number: 2, handle: 3, emoji: 4, url: 5 } as const;
/** What stood between the previous token and this one (bits). */
export const GAP = { space: 1, join: 2, soft: 4, stop: 8, newline: 16, quote: 32, question: 64, exclaim: 128, odd: 256, colon: 512 } as const;
export const GAP_BREAKS = GAP.stop | GAP.newline;
/** How the token was read (bits). */
export const READ = { hashtag: 1, upper: 2, capital: 4, quoted: 8, repaired: 16, hashStart: 32, stretched: 64 } as const;

const START_CAPACITY = 1_024;

export class Tokens {
  count = 0;
  start: Int32Array = new Int32Array(START_CAPACITY);
  end: Int32Array = new Int32Array(START_CAPACITY);
  /** Canonical vocabulary id; 0 for a word nobody taught us. */
  id: Int32Array = new Int32Array(START_CAPACITY);
  kind: Uint8Array = new Uint8Array(START_CAPACITY);
  gap: Uint16Array = new Uint16Array(START_CAPACITY);
  read: Uint8Array = new Uint8Array(START_CAPACITY);
  /** Value of a number token, else −1. */
  value: Int32Array = new Int32Array(START_CAPACITY);
  /** The marks after the last token. */
  tailGap = 0;

  clear(): void {
    this.count = 0;
    this.tailGap = 0;
  }

  push(start: number, end: number, id: number, kind: number, gap: number, read: number, value: number): void {
    const i = this.count++;
    if (i >= this.id.length) this.#grow();
    this.start[i] = start;
    this.end[i] = end;
    this.id[i] = id;
    this.kind[i] = kind;
    this.gap[i] = gap;
    this.read[i] = read;
    this.value[i] = value;
  }

  /** Removes the tokens `[from, to)`; the marks before them go to what follows. */
  remove(from: number, to: number): void {
    const gone = to - from;
    for (let i = to; i < this.count; i++) {
      const k = i - gone;
      this.start[k] = this.start[i] as number;
      this.end[k] = this.end[i] as number;
      this.id[k] = this.id[i] as number;
      this.kind[k] = this.kind[i] as number;
      this.gap[k] = this.gap[i] as number;
      this.read[k] = this.read[i] as number;
      this.value[k] = this.value[i] as number;
    }
    this.count -= gone;
    if (from === 0 && this.count > 0) this.gap[0] = 0;
  }

  /** The gap bits after token `i`. */
  after(i: number): number {
    return i + 1 < this.count ? (this.gap[i + 1] as number) : this.tailGap;
  }

  #grow(): void {
    const size = this.id.length * 2;
    const wide = (a: Int32Array): Int32Array => copyInto(new Int32Array(size), a);
    this.start = wide(this.start);
    this.end = wide(this.end);
    this.id = wide(this.id);
    this.value = wide(this.value);
    this.kind = copyInto(new Uint8Array(size), this.kind);
    this.read = copyInto(new Uint8Array(size), this.read);
    this.gap = copyInto(new Uint16Array(size), this.gap);
  }
}

function copyInto<A extends Int32Array | Uint8Array | Uint16Array>(to: A, from: A): A {
  to.set(from as never);
  return to;
}
