/** What of the rules is in view, as it stands in the address. A tried text is no part of it: an address is kept by many. */
export const TABS = ['aturan', 'kata', 'coba'] as const;
export type Tab = (typeof TABS)[number];
export interface RulesSearch {
  bagian?: Tab;
  q?: string;
  aturan?: string;
  daftar?: string;
}

const CHARS_MAX = 80;
const text = (v: unknown): string | undefined => (typeof v === 'string' && v !== '' ? v.slice(0, CHARS_MAX) : undefined);

export function readRulesSearch(s: Record<string, unknown>): RulesSearch {
  const all = { bagian: TABS.find((t) => t === s.bagian), q: text(s.q), aturan: text(s.aturan), daftar: text(s.daftar) };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined));
}
