/** The language in force, and what depends on it. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { readSetting, writeSetting } from '../app/settings.ts';
import { type Key, type Lang, termOf, textOf, type Values } from './catalogue.ts';
import * as format from './format.ts';

interface I18n {
  lang: Lang;
  setLang: (lang: Lang) => void;
  t: <K extends Key>(key: K, ...values: Values<K>) => string;
  /** The word for a code in data. */
  term: (group: string, code: string | null | undefined) => string;
  absolute: (iso: string | null | undefined, region?: string) => string;
  relative: (iso: string) => string;
  span: (ms: number) => string;
  day: (iso: string) => string;
  count: (n: number) => string;
  /** At most one digit after the point. */
  decimal: (n: number) => string;
  /** Exactly two digits after the point. */
  decimal2: (n: number) => string;
  weight: (n: number | null) => string;
}

const Context = createContext<I18n | null>(null);

export function I18nProvider({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState<Lang>(() => (readSetting('lang') === 'en' ? 'en' : 'id'));
  useEffect(() => {
    document.documentElement.lang = lang;
    writeSetting('lang', lang);
  }, [lang]);
  const value = useMemo<I18n>(
    () => ({
      lang,
      setLang,
      t: (key, ...values) => textOf(lang, key, ...values),
      term: (group, code) => termOf(lang, group, code),
      absolute: (iso, region) => format.absolute(lang, iso, region),
      relative: (iso) => format.relative(lang, iso),
      span: (ms) => format.span(lang, ms),
      day: (iso) => format.day(lang, iso),
      decimal: (n) => format.decimal(lang, n),
      decimal2: (n) => format.decimal2(lang, n),
      count: (n) => format.count(lang, n),
      weight: (n) => format.weight(lang, n),
    }),
    [lang],
  );
  return <Context value={value}>{children}</Context>;
}

export function useI18n(): I18n {
  const value = useContext(Context);
  if (!value) throw new Error('no I18nProvider above');
  return value;
}
