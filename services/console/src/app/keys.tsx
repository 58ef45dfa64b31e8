/**
 * Single letters, outside of text fields and dialogs only and never with a modifier, so that neither the browser nor a
 * screen reader loses a key of its own; a person can switch them off. Each is also a labelled button or link on screen.
 */
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { KeyName } from './key-list.ts';
import { readSetting, writeSetting } from './settings.ts';

export type Shortcuts = Partial<Record<KeyName, () => void>>;

const stack: { current: Shortcuts }[] = [];
let enabled = readSetting('keys') !== 'off';
const watchers = new Set<() => void>();

/** The latest screen that knows a key gets it. */
export function useShortcuts(keys: Shortcuts): void {
  const mine = useRef(keys);
  // At once with what is drawn: whoever types fast presses the key in the moment its button appears.
  useLayoutEffect(() => {
    mine.current = keys;
  });
  useEffect(() => {
    stack.push(mine);
    return () => {
      stack.splice(stack.indexOf(mine), 1);
    };
  }, []);
}

export function useKeysEnabled(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
    () => enabled,
  );
  const set = (next: boolean) => {
    enabled = next;
    writeSetting('keys', next ? 'on' : 'off');
    for (const w of watchers) w();
  };
  return [on, set];
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

/** One that is fading away takes no keys any more: whoever types fast is already on the page below it. */
const LAYER = ['[role="dialog"]:not(.explain)', '[role="alertdialog"]', '[role="menu"]'].map((s) => `${s}:not([data-closed])`).join(', ');
const layered = (): boolean => document.querySelector(LAYER) !== null;

/** `?` and `/` work even when single letters are switched off: they are the way to switch them on again, and to search. */
const ALWAYS = ['?'];

function onKey(e: KeyboardEvent): void {
  if (e.key === 'Escape' && isField(e.target)) {
    (e.target as HTMLElement).blur();
    return;
  }
  if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || isField(e.target) || layered()) return;
  if (!enabled && !ALWAYS.includes(e.key)) return;
  const found = stack.findLast((s) => e.key in s.current);
  if (!found) return;
  e.preventDefault();
  found.current[e.key as KeyName]?.();
}

export function listenForKeys(): () => void {
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}
