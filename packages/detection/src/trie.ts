/**
 * One matcher for everything: a trie over token ids in typed arrays. Names and cues are at most eight tokens
 * long, so walking from each token until a miss needs no fail links: time is bounded by tokens × 8.
 * Semantics: every pattern that occurs is reported, overlapping ones too; the caller picks the longest.
 */
const MAX_LOAD = 0.5;

export interface TrieData {
  keyNode: Int32Array;
  keyToken: Int32Array;
  child: Int32Array;
  root: Int32Array;
  out: Int32Array;
  nodes: number;
  edges: number;
}

export class TokenTrie {
  #keyNode: Int32Array;
  #keyToken: Int32Array;
  #child: Int32Array;
  #mask: number;
  /** Edges of the root by token: most words of a text end here with one array read. */
  #root: Int32Array;
  #out: Int32Array;
  #nodes: number;
  #edges: number;

  constructor(data?: TrieData) {
    this.#keyNode = data?.keyNode ?? new Int32Array(1 << 14);
    this.#keyToken = data?.keyToken ?? new Int32Array(1 << 14);
    this.#child = data?.child ?? new Int32Array(1 << 14);
    this.#mask = this.#child.length - 1;
    this.#root = data?.root ?? new Int32Array(1 << 14);
    this.#out = data?.out ?? new Int32Array(1 << 14);
    this.#nodes = data?.nodes ?? 1;
    this.#edges = data?.edges ?? 0;
  }

  export(): TrieData {
    return {
      keyNode: this.#keyNode,
      keyToken: this.#keyToken,
      child: this.#child,
      root: this.#root,
      out: this.#out.slice(0, this.#nodes + 1),
      nodes: this.#nodes,
      edges: this.#edges,
    };
  }

  /** The node after `token`, 0 on a miss. The root is node 0. */
  step(node: number, token: number): number {
    if (node === 0) return token < this.#root.length ? (this.#root[token] as number) : 0;
    let at = slot(node, token) & this.#mask;
    for (;;) {
      const c = this.#child[at] as number;
      if (c === 0) return 0;
      if (this.#keyNode[at] === node && this.#keyToken[at] === token) return c;
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
    if ((this.#edges + 1) / this.#child.length > MAX_LOAD) this.#grow();
    this.#edges++;
    this.#place(node, token, next);
    return next;
  }

  #place(node: number, token: number, child: number): void {
    let at = slot(node, token) & this.#mask;
    while (this.#child[at] !== 0) at = (at + 1) & this.#mask;
    this.#keyNode[at] = node;
    this.#keyToken[at] = token;
    this.#child[at] = child;
  }

  #grow(): void {
    const [oldNode, oldToken, oldChild] = [this.#keyNode, this.#keyToken, this.#child];
    const size = oldChild.length * 2;
    this.#keyNode = new Int32Array(size);
    this.#keyToken = new Int32Array(size);
    this.#child = new Int32Array(size);
    this.#mask = size - 1;
    for (let i = 0; i < oldChild.length; i++) {
      if (oldChild[i] !== 0) this.#place(oldNode[i] as number, oldToken[i] as number, oldChild[i] as number);
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
