/** Regularised logistic and softmax regression by plain gradient descent: small, deterministic, no dependency. */
export interface FitOptions {
  steps: number;
  rate: number;
  /** Strength of the pull of a feature towards its prior. */
  ridge: number;
  /** Strength of the pull of a term towards zero. */
  termRidge: number;
  /** The same for a sequence of words: there are many, each seen seldom. */
  gramRidge: number;
}

/** Columns before these are features, then come terms, then sequences. */
export interface Columns {
  terms: number;
  grams: number;
}

/** Columns: the named features first, then the terms. */
export interface Linear {
  bias: number;
  w: Float64Array;
}

/** One example, sparse: columns and values in the same order. */
export interface Example {
  at: Int32Array;
  v: Float64Array;
}

export interface Row extends Example {
  y: number;
  weight: number;
}

export function dot(m: Linear, x: Example): number {
  let sum = m.bias;
  for (let i = 0; i < x.at.length; i++) sum += (x.v[i] as number) * (m.w[x.at[i] as number] as number);
  return sum;
}

export const logistic = (z: number): number => 1 / (1 + Math.exp(-z));
const TINY = 1e-8;

/** Adagrad on the full batch: the same rows give the same weights to the last digit. */
class Adagrad {
  readonly m: Linear;
  readonly #prior: Linear;
  readonly #seen: Float64Array;
  readonly #columns: Columns;
  readonly #o: FitOptions;
  constructor(prior: Linear, columns: Columns, o: FitOptions) {
    this.m = { bias: prior.bias, w: prior.w.slice() };
    this.#prior = prior;
    this.#seen = new Float64Array(prior.w.length + 1).fill(TINY);
    this.#columns = columns;
    this.#o = o;
  }

  step(gradient: Float64Array, bias: number, total: number): void {
    const { w } = this.m;
    for (let i = 0; i < w.length; i++) {
      const ridge = i < this.#columns.terms ? this.#o.ridge : i < this.#columns.grams ? this.#o.termRidge : this.#o.gramRidge;
      const g = ((gradient[i] as number) + ridge * ((w[i] as number) - (this.#prior.w[i] as number))) / total;
      w[i] = (w[i] as number) - this.#move(i, g);
    }
    this.m.bias -= this.#move(w.length, bias / total);
  }

  #move(i: number, g: number): number {
    this.#seen[i] = (this.#seen[i] as number) + g * g;
    return (this.#o.rate * g) / Math.sqrt(this.#seen[i] as number);
  }
}

export function fit(rows: readonly Row[], prior: Linear, columns: Columns, o: FitOptions): Linear {
  const state = new Adagrad(prior, columns, o);
  const total = rows.reduce((sum, r) => sum + r.weight, 0);
  for (let step = 0; step < o.steps; step++) {
    const g = new Float64Array(prior.w.length);
    let gb = 0;
    for (const r of rows) {
      const error = (logistic(dot(state.m, r)) - r.y) * r.weight;
      addScaled(g, r, error);
      gb += error;
    }
    state.step(g, gb, total);
  }
  return state.m;
}

/** Softmax over as many classes as there are priors; `y` of a row is the index of its class. */
export function fitSoftmax(rows: readonly Row[], priors: readonly Linear[], columns: Columns, o: FitOptions): Linear[] {
  const states = priors.map((p) => new Adagrad(p, columns, o));
  const total = rows.reduce((sum, r) => sum + r.weight, 0);
  for (let step = 0; step < o.steps; step++) {
    const g = priors.map((p) => new Float64Array(p.w.length));
    const gb = priors.map(() => 0);
    for (const r of rows) {
      const p = softmax(states.map((s) => dot(s.m, r)));
      p.forEach((value, k) => {
        const error = (value - (r.y === k ? 1 : 0)) * r.weight;
        addScaled(g[k] as Float64Array, r, error);
        gb[k] = (gb[k] as number) + error;
      });
    }
    for (const [k, s] of states.entries()) s.step(g[k] as Float64Array, gb[k] as number, total);
  }
  return states.map((s) => s.m);
}

export function softmax(z: readonly number[]): number[] {
  const top = Math.max(...z);
  const e = z.map((v) => Math.exp(v - top));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((v) => v / sum);
}

function addScaled(g: Float64Array, x: Example, by: number): void {
  for (let i = 0; i < x.at.length; i++) {
    const at = x.at[i] as number;
    g[at] = (g[at] as number) + by * (x.v[i] as number);
  }
}
