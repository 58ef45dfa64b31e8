/** Logistic regression with a prior mean, by plain gradient descent: small, deterministic, no dependency. */
export interface FitOptions {
  steps: number;
  rate: number;
  /** Strength of the pull towards the prior. */
  ridge: number;
}

export interface Linear {
  bias: number;
  w: Float64Array;
}

export interface Row {
  x: Float64Array;
  y: number;
  weight: number;
}

export function dot(m: Linear, x: Float64Array): number {
  let sum = m.bias;
  for (let i = 0; i < x.length; i++) sum += (x[i] as number) * (m.w[i] as number);
  return sum;
}

const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

/** Adagrad on the full batch: the same rows give the same weights to the last digit. */
export function fit(rows: readonly Row[], prior: Linear, o: FitOptions): Linear {
  const n = prior.w.length;
  const m: Linear = { bias: prior.bias, w: prior.w.slice() };
  const seen = new Float64Array(n + 1).fill(1e-8);
  const total = rows.reduce((sum, r) => sum + r.weight, 0);
  for (let step = 0; step < o.steps; step++) {
    const g = new Float64Array(n + 1);
    for (const r of rows) {
      const error = (logistic(dot(m, r.x)) - r.y) * r.weight;
      for (let i = 0; i < n; i++) if (r.x[i] !== 0) g[i] = (g[i] as number) + error * (r.x[i] as number);
      g[n] = (g[n] as number) + error;
    }
    for (let i = 0; i <= n; i++) {
      const value = i < n ? (m.w[i] as number) : m.bias;
      const mean = i < n ? (prior.w[i] as number) : prior.bias;
      const grad = ((g[i] as number) + (i < n ? o.ridge * (value - mean) : 0)) / total;
      seen[i] = (seen[i] as number) + grad * grad;
      const next = value - (o.rate * grad) / Math.sqrt(seen[i] as number);
      if (i < n) m.w[i] = next;
      else m.bias = next;
    }
  }
  return m;
}
