/**
 * Folding single characters: what a reader sees as the same letter becomes the same letter.
 * One code point folds to zero or more characters, so an exact offset map costs one number per character.
 */
import { LIMITS_DETECTION } from './limits.ts';

/** Class of a folded character. */
export const CLASS = {
  other: 0,
  letter: 1,
  digit: 2,
  space: 3,
  newline: 4,
  join: 5,
  stop: 6,
  soft: 7,
  quote: 8,
  hash: 9,
  at: 10,
  emoji: 11,
  open: 12,
} as const;

const ASCII_CLASS = new Uint8Array(128);
const ASCII_LOWER = new Uint16Array(128);
for (let c = 0; c < 128; c++) {
  const ch = String.fromCharCode(c);
  ASCII_LOWER[c] = ch.toLowerCase().charCodeAt(0);
  if (/[a-z]/i.test(ch)) ASCII_CLASS[c] = CLASS.letter;
  else if (/[0-9]/.test(ch)) ASCII_CLASS[c] = CLASS.digit;
  else if (ch === '\n' || ch === '\r') ASCII_CLASS[c] = CLASS.newline;
  else if (/\s/.test(ch)) ASCII_CLASS[c] = CLASS.space;
  else if (/[-'_*~.]/.test(ch)) ASCII_CLASS[c] = CLASS.join;
  else if (/[!?;]/.test(ch)) ASCII_CLASS[c] = CLASS.stop;
  else if (/[,:/|&+()[\]]/.test(ch)) ASCII_CLASS[c] = CLASS.soft;
  else if (ch === '"') ASCII_CLASS[c] = CLASS.quote;
  else if (ch === '#') ASCII_CLASS[c] = CLASS.hash;
  else if (ch === '@') ASCII_CLASS[c] = CLASS.at;
}

/** Letters of other scripts that are drawn like Latin ones; NFKC does not touch them. */
const LOOKALIKE_ROWS: readonly [string, string][] = [
  ['аӓӑ', 'a'],
  ['вʙ', 'b'],
  ['сϲ', 'c'],
  ['ԁ', 'd'],
  ['еёєҽ', 'e'],
  ['ɡ', 'g'],
  ['һнʜ', 'h'],
  ['іїıɪι', 'i'],
  ['јϳ', 'j'],
  ['кκᴋ', 'k'],
  ['ӏӀ', 'l'],
  ['мм', 'm'],
  ['пոɴ', 'n'],
  ['оοօσ', 'o'],
  ['рρ', 'p'],
  ['ԛ', 'q'],
  ['гг', 'r'],
  ['ѕ', 's'],
  ['тτᴛ', 't'],
  ['υս', 'u'],
  ['νѵ', 'v'],
  ['ѡԝω', 'w'],
  ['хχ', 'x'],
  ['уγү', 'y'],
  ['ᴢ', 'z'],
  ['α', 'a'],
  ['β', 'b'],
  ['ε', 'e'],
  ['η', 'n'],
  ['ß', 'ss'],
  ['ø', 'o'],
  ['đð', 'd'],
  ['ł', 'l'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['“”„«»', '"'],
  ['‘’ʼ`´', "'"],
  ['–—−‐‑‒', '-'],
  ['…', '...'],
  ['•·●', '\n'],
];
const LOOKALIKE = new Map<number, string>();
for (const [from, to] of LOOKALIKE_ROWS) for (const ch of from) LOOKALIKE.set(ch.codePointAt(0) as number, to);

/** Enclosed letters: 🅰 🄰 🅐 and the regional indicators 🇦 that people write words with. */
const ENCLOSED_STARTS = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6] as const;
const ALPHABET = 26;
/** Skin tones, variation selectors, joiners, the keycap mark, tags: they change how a sign looks, not what it says. */
function isInvisible(cp: number): boolean {
  return (
    (cp >= 0x1f3fb && cp <= 0x1f3ff) ||
    (cp >= 0xfe00 && cp <= 0xfe0f) ||
    (cp >= 0x200b && cp <= 0x200f) ||
    (cp >= 0x202a && cp <= 0x202e) ||
    (cp >= 0x2060 && cp <= 0x2064) ||
    (cp >= 0xe0000 && cp <= 0xe007f) ||
    cp === 0x20e3 ||
    cp === 0xfeff ||
    cp === 0xad ||
    cp === 0x34f ||
    cp === 0x61c ||
    cp === 0x180e
  );
}

/** ☝✌👍 and the rest: a sign stands alone as one token. */
function isEmoji(cp: number): boolean {
  return (cp >= 0x1f300 && cp <= 0x1faff) || (cp >= 0x2600 && cp <= 0x27bf) || (cp >= 0x2b00 && cp <= 0x2bff) || cp === 0x203c || cp === 0x2049;
}

const cache = new Map<number, string>();

/** The folded form of a non-ASCII code point: lower-case, without marks, '' when invisible. */
export function foldCodePoint(cp: number): string {
  const known = cache.get(cp);
  if (known !== undefined) return known;
  const folded = computeFold(cp);
  if (cache.size < LIMITS_DETECTION.foldCacheEntries) cache.set(cp, folded);
  return folded;
}

function computeFold(cp: number): string {
  if (isInvisible(cp) || (cp >= 0xd800 && cp <= 0xdfff)) return '';
  for (const from of ENCLOSED_STARTS) if (cp >= from && cp < from + ALPHABET) return String.fromCharCode(97 + cp - from);
  const look = LOOKALIKE.get(cp);
  if (look !== undefined) return look;
  const raw = String.fromCodePoint(cp);
  if (isEmoji(cp)) return raw;
  const plain = raw.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  let out = '';
  for (const ch of plain) out += LOOKALIKE.get(ch.codePointAt(0) as number) ?? ch;
  return out;
}

/** Class of one folded UTF-16 unit outside ASCII. */
function wideClass(code: number): number {
  if (code >= 0xd83c && code <= 0xd83e) return CLASS.emoji;
  if (isEmoji(code)) return CLASS.emoji;
  if (code === 0x2028 || code === 0x2029 || code === 0x85) return CLASS.newline;
  const ch = String.fromCharCode(code);
  if (/\s/.test(ch)) return CLASS.space;
  if (/\p{L}/u.test(ch)) return CLASS.letter;
  if (/\p{N}/u.test(ch)) return CLASS.letter;
  return CLASS.other;
}

const WIDE_CLASS = new Uint8Array(0x10000);
const WIDE_KNOWN = new Uint8Array(0x10000);

export function classOf(code: number): number {
  if (code < 128) return ASCII_CLASS[code] as number;
  if (WIDE_KNOWN[code] === 0) {
    WIDE_CLASS[code] = wideClass(code);
    WIDE_KNOWN[code] = 1;
  }
  return WIDE_CLASS[code] as number;
}

export { ASCII_CLASS, ASCII_LOWER };
