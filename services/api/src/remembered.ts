/** Counts that cost a second and change slowly: asked once and kept for a moment, for everybody with the same scope. */
export interface Remembered<T> {
  get(key: string, ask: () => Promise<T>): Promise<T>;
}

export function remembered<T>(o: { forMs: number; keysMax: number; now: () => number }): Remembered<T> {
  const kept = new Map<string, { until: number; value: T }>();
  return {
    async get(key, ask) {
      const found = kept.get(key);
      if (found && found.until > o.now()) return found.value;
      // What failed is not kept.
      const value = await ask();
      kept.delete(key);
      // The oldest goes first.
      for (const old of kept.keys()) if (kept.size >= o.keysMax) kept.delete(old);
      kept.set(key, { until: o.now() + o.forMs, value });
      return value;
    },
  };
}

/** Of people who hold one of these roles in the same regions. */
export const scopeKey = (roles: readonly { role: string; region: string }[], among: readonly string[]): string =>
  [...new Set(roles.filter((r) => among.includes(r.role)).map((r) => r.region))].sort().join(' ');
