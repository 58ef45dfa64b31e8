/**
 * One matcher for everything: a trie over token ids in typed arrays. Names and cues are at most eight tokens
 * long, so walking from each token until a miss needs no fail links: time is bounded by tokens × 8.
 * Semantics: every pattern that occurs is reported, overlapping ones too; the caller picks the longest.
 */
const MAX_LOAD = 0.5;

/** One edge: node, token, child, unused. Side by side, so that a look costs one line of the processor's cache, not three. */
const EDGE = 4;

export interface TrieData {
  table: Int32Array;
  root: Int32Array;
  out: Int32Array;
  nodes: number;
  edges: number;
}

export class TokenTrie {
  #table: Int32Array;
  #mask: number;
  /** Edges of the root by token: most words of a text end here with one array read. */
  #root: Int32Array;
  #out: Int32Array;
  #nodes: number;
  #edges: number;

  constructor(data?: TrieData) {
    this.#table = data?.table ?? new Int32Array(EDGE << 14);
    this.#mask = this.#table.length / EDGE - 1;
    this.#root = data?.root ?? new Int32Array(1 << 14);
    this.#out = data?.out ?? new Int32Array(1 << 14);
    this.#nodes = data?.nodes ?? 1;
    this.#edges = data?.edges ?? 0;
  }

  export(): TrieData {
    return {
      table: this.#table,
      root: this.#root,
      out: this.#out.slice(0, this.#nodes + 1),
      nodes: this.#nodes,
      edges: this.#edges,
    };
  }

  /** The node after `token`, 0 on a miss. The root is node 0. */
  step(node: number, token: number): number {
    if (node === 0) return token < this.#root.length ? (this.#root[token] as number) : 0;
    const table = this.#table;
    let at = slot(node, token) & this.#mask;
    for (;;) {
      const edge = at * EDGE;
      const child = table[edge + 2] as number;
      if (child === 0) return 0;
      if (table[edge] === node && table[edge + 1] === token) return child;
      at = (at + 1) & this.#mask;
    }
  }

  /** 0, or one more than the pattern that ends here. */
  output(node: number): number {
    return this.#out[node] as number;
  }

  /** Adds a pattern; returns the id already stored for the same tokens, else stores `pattern`. */
  add(tokens: readonly number[], pattern: number): number {
    let node = 0;
    for (const t of tokens) node = this.step(node, t) || this.#link(node, t);
    const old = this.#out[node] as number;
    if (old !== 0) return old - 1;
    this.#out[node] = pattern + 1;
    return pattern;
  }

  #link(node: number, token: number): number {
    const next = this.#nodes++;
    if (next >= this.#out.length) this.#out = wider(this.#out);
    if (node === 0) {
      while (token >= this.#root.length) this.#root = wider(this.#root);
      this.#root[token] = next;
      return next;
    }
    if ((this.#edges + 1) / (this.#mask + 1) > MAX_LOAD) this.#grow();
    this.#edges++;
    this.#place(node, token, next);
    return next;
  }

  #place(node: number, token: number, child: number): void {
    let at = slot(node, token) & this.#mask;
    while (this.#table[at * EDGE + 2] !== 0) at = (at + 1) & this.#mask;
    this.#table[at * EDGE] = node;
    this.#table[at * EDGE + 1] = token;
    this.#table[at * EDGE + 2] = child;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(old.length * 2);
    this.#mask = this.#table.length / EDGE - 1;
    for (let e = 0; e < old.length; e += EDGE) {
      if (old[e + 2] !== 0) this.#place(old[e] as number, old[e + 1] as number, old[e + 2] as number);
    }
  }
}

function slot(node: number, token: number): number {
  const h = Math.imul(node, 0x9e3779b1) ^ Math.imul(token, 0x85ebca6b);
  return (h ^ (h >>> 15)) >>> 0;
}

function wider(a: Int32Array): Int32Array {
  const b = new Int32Array(a.length * 2);
  b.set(a);
  return b;
}
