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

export function absolute(lang: Lang, iso: string | null | undefined, region?: string): string {
  if (!iso) return '—';
  const zone = zoneOf(region);
  const text = new Intl.DateTimeFormat(LOCALES[lang], { dateStyle: 'medium', timeStyle: 'short', timeZone: ZONES[zone] }).format(new Date(iso));
  return `${text} ${zone}`;
}

export const day = (lang: Lang, iso: string): string => new Intl.DateTimeFormat(LOCALES[lang], { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso));

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 jam yang lalu", "dalam 2 hari". */
export function relative(lang: Lang, iso: string, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1_000;
  const format = new Intl.RelativeTimeFormat(LOCALES[lang], { numeric: 'auto' });
  const [unit, size] = UNITS.find(([, s]) => Math.abs(seconds) >= s) ?? ['minute', 60];
  return format.format(Math.trunc(seconds / size), unit);
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

export const count = (lang: Lang, n: number): string => new Intl.NumberFormat(LOCALES[lang]).format(n);

export const decimal = (lang: Lang, n: number): string => new Intl.NumberFormat(LOCALES[lang], { maximumFractionDigits: 1 }).format(n);

export const decimal2 = (lang: Lang, n: number): string =>
  new Intl.NumberFormat(LOCALES[lang], { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(n);

/** With its sign; a mention that weighs nothing shows a dot. */
export function weight(lang: Lang, n: number | null): string {
  if (n === null) return '';
  const digits = new Intl.NumberFormat(LOCALES[lang], { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(Math.abs(n));
  return Math.abs(n) < 0.05 ? '·' : `${n < 0 ? '−' : '+'}${digits}`;
}

/** 08:41 */
export function clock(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1_000));
  return `${String(Math.floor(s / 60)).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}`;
}
