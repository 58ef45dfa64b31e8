/** Full jitter: a random wait up to a bound that doubles with every failure. `random` is in [0, 1). */
export function fullJitter(failures: number, random: number, o: { minMs: number; maxMs: number }): number {
  const bound = Math.min(o.maxMs, o.minMs * 2 ** Math.min(failures, 30));
  return Math.round(o.minMs + random * Math.max(0, bound - o.minMs));
}
