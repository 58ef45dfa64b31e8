/** Lines gathered into pieces that commit on their own, and the watermark below which everything is stored. Pure. */
import type { ByteRange } from '@pantau/store';
import { IMPORT } from '../limits.ts';
import type { RawLine } from './lines.ts';
import type { ParsedLine } from './parse.ts';

export interface Item {
  at: RawLine;
  parsed: ParsedLine;
}

export interface Piece extends ByteRange {
  items: Item[];
}

/** Collects until a piece is full. `add` returns a piece that is to be sent off, if any. */
export class Gatherer {
  #piece: Piece | null = null;
  #bytes = 0;

  add(item: Item): Piece | null {
    this.#piece ??= { from: item.at.from, to: item.at.to, items: [] };
    this.#piece.items.push(item);
    this.#piece.to = item.at.to;
    this.#bytes += item.at.to - item.at.from;
    return this.#piece.items.length >= IMPORT.batchLines || this.#bytes >= IMPORT.batchBytes ? this.take() : null;
  }

  take(): Piece | null {
    const piece = this.#piece;
    this.#piece = null;
    this.#bytes = 0;
    return piece;
  }
}

/** Pieces finish in any order; the watermark moves only over an unbroken row of them. */
export class Watermark {
  #at: number;
  readonly #open: { to: number; done: boolean }[] = [];

  constructor(at: number) {
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  /** In order of the file. Call the returned function when the piece is stored. */
  begin(to: number): () => void {
    const entry = { to, done: false };
    this.#open.push(entry);
    return () => {
      entry.done = true;
      while (this.#open[0]?.done) this.#at = this.#open.shift()?.to ?? this.#at;
    };
  }
}
