/** The time, to the chosen coarseness, shared by everyone who asks for the same. */
import { useSyncExternalStore } from 'react';

interface Ticker {
  now: number;
  listeners: Set<() => void>;
  subscribe: (listener: () => void) => () => void;
}
const tickers = new Map<number, Ticker>();

function tickerOf(everyMs: number): Ticker {
  const known = tickers.get(everyMs);
  if (known) return known;
  let timer: ReturnType<typeof setInterval> | undefined;
  const ticker: Ticker = {
    now: Date.now(),
    listeners: new Set(),
    subscribe(listener) {
      ticker.listeners.add(listener);
      if (timer === undefined) ticker.now = Date.now(); // it stood still while nobody looked
      timer ??= setInterval(() => {
        ticker.now = Date.now();
        for (const l of ticker.listeners) l();
      }, everyMs);
      return () => {
        ticker.listeners.delete(listener);
        if (ticker.listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
  tickers.set(everyMs, ticker);
  return ticker;
}

export function useNow(everyMs = 15_000): number {
  const ticker = tickerOf(everyMs);
  return useSyncExternalStore(ticker.subscribe, () => ticker.now);
}
