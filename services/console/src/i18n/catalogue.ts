/** Every text of the console, in both languages. A key that one of them lacks does not compile. */
import { cues as cuesEn } from './en/cues.ts';
import { desk as deskEn } from './en/desk.ts';
import { figures as figuresEn } from './en/figures.ts';
import { followUp as followUpEn } from './en/follow-up.ts';
import { office as officeEn } from './en/office.ts';
import { problems as problemsEn } from './en/problems.ts';
import { registers as registersEn } from './en/registers.ts';
import { screens as screensEn } from './en/screens.ts';
import { steps as stepsEn } from './en/steps.ts';
import { terms as termsEn } from './en/terms.ts';
import { ui as uiEn } from './en/ui.ts';
import { cues } from './id/cues.ts';
import { desk } from './id/desk.ts';
import { figures } from './id/figures.ts';
import { followUp } from './id/follow-up.ts';
import { office } from './id/office.ts';
import { problems } from './id/problems.ts';
import { registers } from './id/registers.ts';
import { screens } from './id/screens.ts';
import { steps } from './id/steps.ts';
import { terms } from './id/terms.ts';
import { ui } from './id/ui.ts';

const indonesian = { ...ui, ...screens, ...steps, ...desk, ...figures, ...registers, ...office, ...followUp, ...terms, ...cues, ...problems } as const;
type Indonesian = typeof indonesian;

export type Key = keyof Indonesian;
export type Lang = 'id' | 'en';

export const CATALOGUES: Record<Lang, Record<Key, string>> = {
  id: indonesian,
  en: { ...uiEn, ...screensEn, ...stepsEn, ...deskEn, ...figuresEn, ...registersEn, ...officeEn, ...followUpEn, ...termsEn, ...cuesEn, ...problemsEn },
};

/** `{name}` in the Indonesian text is a value the caller must give. */
type Names<S extends string> = S extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;
export type Values<K extends Key> = [Names<Indonesian[K]>] extends [never] ? [] : [Record<Names<Indonesian[K]>, string | number>];

/** A text without values. */
export type PlainKey = { [K in Key]: [Names<Indonesian[K]>] extends [never] ? K : never }[Key];

export function textOf<K extends Key>(lang: Lang, key: K, ...values: Values<K>): string {
  const text = CATALOGUES[lang][key];
  const given = values[0] as Record<string, string | number> | undefined;
  return given ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole)) : text;
}

/** The word for a code that travels in data; the code itself when there is none. */
export function termOf(lang: Lang, group: string, code: string | null | undefined): string {
  if (code === null || code === undefined) return '—';
  return (CATALOGUES[lang] as Record<string, string>)[`${group}.${code}`] ?? code.replaceAll('_', ' ');
}
