/** Rows that were not taken: counted, and the first few kept. */
export interface Reject {
  line: number;
  reason: string;
  /** Named when several files are read at once. */
  file?: string | undefined;
}

/** Shown at the end of an import; whoever wants all passes a listener. */
const SHOWN = 20;

export class RejectLog {
  readonly #first: Reject[] = [];
  readonly #shown: number;
  readonly #onReject: ((r: Reject) => Promise<void>) | undefined;
  #count = 0;

  constructor(o: { shown?: number; onReject?: ((r: Reject) => Promise<void>) | undefined } = {}) {
    this.#shown = o.shown ?? SHOWN;
    this.#onReject = o.onReject;
  }

  get count(): number {
    return this.#count;
  }
  get first(): readonly Reject[] {
    return this.#first;
  }

  async add(r: Reject, file?: string): Promise<void> {
    this.#count++;
    const named = file === undefined ? r : { ...r, file };
    if (this.#first.length < this.#shown) this.#first.push(named);
    await this.#onReject?.(named);
  }
}

export const rejectText = (r: Reject): string => `${r.file === undefined ? '' : `${r.file} `}line ${r.line}: ${r.reason}`;
