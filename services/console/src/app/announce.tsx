/** One line at the bottom, read aloud by screen readers. The last one stands until it has been readable. */
import { useEffect, useSyncExternalStore } from 'react';

const SHOWN_MS = 7_000;
let current = { text: '', n: 0 };
const listeners = new Set<() => void>();

export function announce(text: string): void {
  current = { text, n: current.n + 1 };
  for (const l of listeners) l();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export function Announcer() {
  const { text, n } = useSyncExternalStore(subscribe, () => current);
  useEffect(() => {
    if (n === 0 || text === '') return;
    const timer = setTimeout(() => announce(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text, n]);
  return (
    <p className="announcer" role="status" aria-live="polite">
      {text}
    </p>
  );
}
