/** From a register's contestants to the word sequences that may mean them. */
import type { Contest, Contestant, Party, Person } from '@pantau/domain';
import { phraseWords } from './patterns.ts';
import type { Ruleset } from './ruleset.ts';

/**
 * How a mention names its contestant. The fairness audit swaps only inside one form class,
 * and the score may depend on the class, never on who it is.
 */
export const FORM = {
  full: 1,
  single: 2,
  nick: 3,
  slogan: 4,
  hashtag: 5,
  handle: 6,
  party: 7,
  partyShort: 8,
  listed: 9,
  number: 10,
  column: 11,
  reply: 12,
} as const;
export type Form = (typeof FORM)[keyof typeof FORM];
export const FORM_NAME: Readonly<Record<number, string>> = Object.fromEntries(Object.entries(FORM).map(([k, v]) => [v, k]));

export interface NamePattern {
  words: string[];
  form: Form;
  /** Position of the person in the pair; −1 for the pair as a whole. */
  person: number;
}

const MIN_SINGLE = 3;
const EMPTY_COLUMN = ['kotak kosong', 'kolom kosong', 'kokos', 'bumbung kosong'];

/** Words of a person's name without titles and degrees, and nicknames written in brackets or quotes. */
export function personWords(name: string, titles: ReadonlySet<string>): { words: string[]; nicknames: string[] } {
  const nicknames: string[] = [];
  const plain = name.replace(/[("“']([^()"”']{2,})[)"”'](?=\s|,|$)/g, (all, inner: string) => {
    const words = phraseWords(inner);
    if (words.some((w) => w.length > 1 && !titles.has(w))) nicknames.push(inner.trim());
    return all.startsWith("'") && words.length === 0 ? all : ' ';
  });
  const beforeDegrees = plain.split(',')[0] ?? plain;
  const words = phraseWords(beforeDegrees);
  let from = 0;
  while (from < words.length - 1 && titles.has(words[from] as string)) from++;
  let to = words.length;
  while (to > from + 1 && titles.has(words[to - 1] as string)) to--;
  return { words: words.slice(from, to).filter((w) => w.length > 1), nicknames };
}

function personPatterns(person: Person, index: number, titles: ReadonlySet<string>, legislative: boolean): NamePattern[] {
  const { words, nicknames } = personWords(person.name, titles);
  const out: NamePattern[] = [];
  const form = legislative ? FORM.listed : FORM.full;
  const add = (w: string[], f: Form): void => {
    if (w.length > 0) out.push({ words: w, form: f, person: index });
  };
  if (words.length >= 2) {
    add(words, form);
    if (!legislative) for (const pair of namePairs(words)) add(pair, FORM.full);
  } else if (!legislative) add(words, FORM.single);
  if (legislative) return [...out, ...(person.nicknames ?? []).map((n): NamePattern => ({ words: phraseWords(n), form: FORM.listed, person: index }))];
  for (const w of words) if (w.length >= MIN_SINGLE && !titles.has(w)) add([w], FORM.single);
  for (const n of [...nicknames, ...(person.nicknames ?? [])]) add(phraseWords(n), FORM.nick);
  return out;
}

function namePairs(words: string[]): string[][] {
  if (words.length < 3) return [];
  const [a, b] = words as [string, string];
  const last = words.at(-1) as string;
  const beforeLast = words.at(-2) as string;
  return [
    [a, b],
    [a, last],
    [beforeLast, last],
  ];
}

/** Patterns of one contestant. Legislative candidates get full names only: their single names are everybody's. */
export function contestantPatterns(c: Contestant, contest: Contest, titles: ReadonlySet<string>): NamePattern[] {
  const legislative = contest.type === 'LEGISLATIVE' && c.kind === 'candidate';
  const out: NamePattern[] = [];
  const whole = (phrase: string, form: Form): void => {
    const words = phraseWords(phrase);
    if (words.length > 0) out.push({ words, form, person: -1 });
  };
  if (c.kind === 'empty_column') {
    for (const w of [...EMPTY_COLUMN, ...(c.aliases ?? [])]) whole(w, FORM.column);
    return out;
  }
  if (c.kind === 'party') {
    for (const a of c.aliases ?? []) whole(a, /^partai /i.test(a) ? FORM.party : FORM.partyShort);
    for (const p of c.people ?? []) whole(p.name, FORM.party);
    for (const h of c.hashtags ?? []) whole(`#${h.replace(/^#/, '')}`, FORM.hashtag);
    for (const a of c.accounts ?? []) whole(`@${a.handle.replace(/^@/, '')}`, FORM.handle);
    return out;
  }
  for (const [i, p] of (c.people ?? []).entries()) out.push(...personPatterns(p, i, titles, legislative));
  for (const a of c.aliases ?? []) whole(a, legislative ? FORM.listed : FORM.nick);
  for (const s of c.slogans ?? []) whole(s, FORM.slogan);
  const own = new Set(out.flatMap((n) => (n.form === FORM.slogan ? [] : n.words)));
  for (const h of c.hashtags ?? []) whole(`#${h.replace(/^#/, '')}`, isPlainTag(h, own) ? FORM.nick : FORM.hashtag);
  for (const a of c.accounts ?? []) whole(`@${a.handle.replace(/^@/, '')}`, FORM.handle);
  return out;
}

/** `#KhofifahEmil` only names the pair, as a headline does; `#JatimMaju2024` speaks for it. */
function isPlainTag(tag: string, own: ReadonlySet<string>): boolean {
  const text = phraseWords(tag.replace(/^#/, '')).join('');
  let rest = new Set<number>([0]);
  for (let at = 0; at < text.length; at++) {
    if (!rest.has(at)) continue;
    for (const w of own) if (text.startsWith(w, at)) rest = rest.add(at + w.length);
  }
  return rest.has(text.length);
}

/** Patterns of a party: its name, "partai x", the short names, hashtags and accounts. */
export function partyPatterns(p: Party, ruleset: Ruleset): NamePattern[] {
  const out: NamePattern[] = [];
  const add = (phrase: string, form: Form): void => {
    const words = phraseWords(phrase);
    if (words.length > 0) out.push({ words, form, person: -1 });
  };
  const name = phraseWords(p.name).join(' ');
  const full = name.startsWith('partai ') ? name : `partai ${name}`;
  add(full, FORM.party);
  const known = ruleset.partyNames.find((k) => full.startsWith(phraseWords(k.name).join(' ')));
  const shorts = new Set([...(p.abbreviation ? [p.abbreviation] : []), ...(p.aliases ?? []), ...(known?.short ?? [])]);
  for (const s of shorts) {
    const words = phraseWords(s).join(' ');
    add(words, words.includes(' ') ? FORM.party : FORM.partyShort);
    if (!words.startsWith('partai ')) add(`partai ${words}`, FORM.party);
  }
  for (const h of p.hashtags ?? []) add(`#${h.replace(/^#/, '')}`, FORM.hashtag);
  for (const a of p.accounts ?? []) add(`@${a.handle.replace(/^@/, '')}`, FORM.handle);
  return out;
}
