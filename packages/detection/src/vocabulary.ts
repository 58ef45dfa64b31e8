/**
 * Token text ↔ id. Open addressing over one packed character array: looking a token up allocates nothing,
 * which is what makes a million posts a minute possible. Id 0 means "unknown word".
 */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const MAX_LOAD = 0.5;
/** A slot holds an id and ten bits of the word's hash: most strangers are told apart without looking at their letters. */
const ID_BITS = 22;
const ID_MASK = (1 << ID_BITS) - 1;

export interface VocabularyData {
  chars: Uint16Array;
  starts: Int32Array;
  slots: Int32Array;
  size: number;
}

export function hashStep(hash: number, code: number): number {
  return Math.imul(hash ^ code, FNV_PRIME);
}
export const HASH_START = FNV_OFFSET | 0;

/** FNV-1a leaves the low bits weak for short words; one mix spreads them over the table. */
function mix(hash: number): number {
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The upper ten bits of the hash, where a slot keeps them; the lower ones chose the slot. */
function printOf(mixed: number): number {
  return mixed & ~ID_MASK;
}

export class Vocabulary {
  #chars: Uint16Array;
  #used: number;
  #starts: Int32Array;
  #slots: Int32Array;
  #mask: number;
  #size: number;

  constructor(data?: VocabularyData) {
    this.#chars = data?.chars ?? new Uint16Array(1 << 16);
    this.#starts = data?.starts ?? new Int32Array(1 << 13);
    this.#slots = data?.slots ?? new Int32Array(1 << 14);
    this.#mask = this.#slots.length - 1;
    this.#size = data?.size ?? 1;
    this.#used = data ? (data.starts[data.size] ?? 0) : 0;
  }

  get size(): number {
    return this.#size;
  }

  export(): VocabularyData {
    return { chars: this.#chars.slice(0, this.#used), starts: this.#starts.slice(0, this.#size + 1), slots: this.#slots, size: this.#size };
  }

  /** The id of `buf[from, to)` whose FNV-1a hash is `hash`; 0 when unknown. */
  find(buf: Uint16Array, from: number, to: number, hash: number): number {
    const slots = this.#slots;
    const starts = this.#starts;
    const chars = this.#chars;
    const length = to - from;
    const mixed = mix(hash);
    const print = printOf(mixed);
    let at = mixed & this.#mask;
    for (;;) {
      const entry = slots[at] as number;
      if (entry === 0) return 0;
      if ((entry & ~ID_MASK) === print) {
        const id = entry & ID_MASK;
        const s = starts[id] as number;
        if ((starts[id + 1] as number) - s === length) {
          let k = 0;
          while (k < length && chars[s + k] === buf[from + k]) k++;
          if (k === length) return id;
        }
      }
      at = (at + 1) & this.#mask;
    }
  }

  findString(word: string): number {
    const buf = new Uint16Array(word.length);
    let hash = HASH_START;
    for (let i = 0; i < word.length; i++) {
      const c = word.charCodeAt(i);
      buf[i] = c;
      hash = hashStep(hash, c);
    }
    return this.find(buf, 0, word.length, hash);
  }

  /** Adds a word if it is new. Only used while compiling. */
  intern(word: string): number {
    const found = this.findString(word);
    if (found !== 0) return found;
    if ((this.#size + 1) / this.#slots.length > MAX_LOAD) this.#grow();
    this.#reserve(word.length);
    if (this.#size > ID_MASK) throw new Error(`more than ${ID_MASK} different words`);
    const id = this.#size++;
    this.#starts[id] = this.#used;
    let hash = HASH_START;
    for (let i = 0; i < word.length; i++) {
      const c = word.charCodeAt(i);
      this.#chars[this.#used++] = c;
      hash = hashStep(hash, c);
    }
    this.#starts[id + 1] = this.#used;
    this.#place(id, hash);
    return id;
  }

  word(id: number): string {
    if (id <= 0 || id >= this.#size) return '';
    return String.fromCharCode(...this.#chars.subarray(this.#starts[id] as number, this.#starts[id + 1] as number));
  }

  #place(id: number, hash: number): void {
    const mixed = mix(hash);
    let at = mixed & this.#mask;
    while (this.#slots[at] !== 0) at = (at + 1) & this.#mask;
    this.#slots[at] = id | printOf(mixed);
  }

  #reserve(extra: number): void {
    if (this.#used + extra > this.#chars.length) this.#chars = widen(this.#chars, Uint16Array);
    if (this.#size + 2 > this.#starts.length) this.#starts = widen(this.#starts, Int32Array);
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    this.#mask = this.#slots.length - 1;
    for (let id = 1; id < this.#size; id++) {
      let hash = HASH_START;
      for (let i = this.#starts[id] as number; i < (this.#starts[id + 1] as number); i++) hash = hashStep(hash, this.#chars[i] as number);
      this.#place(id, hash);
    }
  }
}

function widen<A extends Uint16Array | Int32Array>(old: A, make: new (n: number) => A): A {
  const next = new make(old.length * 2);
  next.set(old as never);
  return next;
}
