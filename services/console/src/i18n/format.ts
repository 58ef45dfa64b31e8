/** Numbers, times and zones. Times carry the zone of the case's region; dates are written as in the chosen language. */
import type { Lang } from './catalogue.ts';

const ZONES = {
  WIB: 'Asia/Jakarta',
  WITA: 'Asia/Makassar',
  WIT: 'Asia/Jayapura',
} as const;

/** As in the domain package: by province code; the nation is shown in WIB. */
function zoneOf(region: string | undefined): keyof typeof ZONES {
  const province = Number((region ?? '').slice(0, 2));
  if (province >= 81) return 'WIT';
  if ((province >= 51 && province <= 53) || (province >= 63 && province <= 76)) return 'WITA';
  return 'WIB';
}

const LOCALES: Record<Lang, string> = { id: 'id-ID', en: 'en-GB' };

/** Making a formatter costs fifty times as much as using it, and a queue shows a hundred times at once: each is made once. */
function kept<F>(make: (lang: Lang, zone: string) => F): (lang: Lang, zone?: string) => F {
  const made = new Map<string, F>();
  return (lang, zone = 'UTC') => {
    const key = `${lang} ${zone}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(lang, zone);
    made.set(key, fresh);
    return fresh;
  };
}
const moments = kept((lang, timeZone) => new Intl.DateTimeFormat(LOCALES[lang], { dateStyle: 'medium', timeStyle: 'short', timeZone }));
const days = kept((lang, timeZone) => new Intl.DateTimeFormat(LOCALES[lang], { dateStyle: 'medium', timeZone }));
const distances = kept((lang) => new Intl.RelativeTimeFormat(LOCALES[lang], { numeric: 'auto' }));
const integers = kept((lang) => new Intl.NumberFormat(LOCALES[lang]));
const upToOne = kept((lang) => new Intl.NumberFormat(LOCALES[lang], { maximumFractionDigits: 1 }));
const exactlyOne = kept((lang) => new Intl.NumberFormat(LOCALES[lang], { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
const exactlyTwo = kept((lang) => new Intl.NumberFormat(LOCALES[lang], { minimumFractionDigits: 2, maximumFractionDigits: 2 }));

export function absolute(lang: Lang, iso: string | null | undefined, region?: string): string {
  if (!iso) return '—';
  const zone = zoneOf(region);
  return `${moments(lang, ZONES[zone]).format(new Date(iso))} ${zone}`;
}

export const day = (lang: Lang, iso: string): string => days(lang).format(new Date(iso));

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 jam yang lalu", "dalam 2 hari". */
export function relative(lang: Lang, iso: string, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1_000;
  const [unit, size] = UNITS.find(([, s]) => Math.abs(seconds) >= s) ?? ['minute', 60];
  return distances(lang).format(Math.trunc(seconds / size), unit);
}

const SHORT: Record<Lang, Record<'day' | 'hour' | 'minute', string>> = {
  id: { day: 'hr', hour: 'j', minute: 'mnt' },
  en: { day: 'd', hour: 'h', minute: 'min' },
};

/** How long, in one unit: "5 j". */
export function span(lang: Lang, ms: number): string {
  const minutes = Math.max(0, Math.floor(Math.abs(ms) / 60_000));
  const words = SHORT[lang];
  if (minutes >= 2 * 24 * 60) return `${Math.floor(minutes / 1_440)} ${words.day}`;
  if (minutes >= 60) return `${Math.floor(minutes / 60)} ${words.hour}`;
  return `${minutes} ${words.minute}`;
}

export const count = (lang: Lang, n: number): string => integers(lang).format(n);

export const decimal = (lang: Lang, n: number): string => upToOne(lang).format(n);

export const decimal2 = (lang: Lang, n: number): string => exactlyTwo(lang).format(n);

/** With its sign; a mention that weighs nothing shows a dot. */
export function weight(lang: Lang, n: number | null): string {
  if (n === null) return '';
  const digits = exactlyOne(lang).format(Math.abs(n));
  return Math.abs(n) < 0.05 ? '·' : `${n < 0 ? '−' : '+'}${digits}`;
}

/** 08:41 */
export function clock(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1_000));
  return `${String(Math.floor(s / 60)).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}`;
}
