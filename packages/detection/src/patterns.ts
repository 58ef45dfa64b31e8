/** Expanding `(a|b|) c` into word sequences. Finite by construction: no stars, no nesting. */

import { CLASS } from './fold.ts';
import { fold, foldText } from './folded-text.ts';
import { LIMITS_DETECTION as L } from './limits.ts';

/** Every text a pattern stands for. Throws when groups are broken or there are too many variants. */
export function expandPattern(pattern: string): string[] {
  const parts: string[][] = [];
  let rest = pattern.replaceAll('"', '');
  while (rest !== '') {
    const open = rest.indexOf('(');
    if (open === -1) {
      if (rest.includes(')')) throw new Error('a ")" without "("');
      parts.push([rest]);
      break;
    }
    if (open > 0) parts.push([rest.slice(0, open)]);
    const close = rest.indexOf(')', open);
    if (close === -1) throw new Error('a "(" without ")"');
    const inner = rest.slice(open + 1, close);
    if (inner.includes('(')) throw new Error('groups do not nest');
    parts.push(inner.split('|'));
    rest = rest.slice(close + 1);
  }
  let out = [''];
  for (const choices of parts) {
    if (out.length * choices.length > L.patternVariants) throw new Error(`more than ${L.patternVariants} variants`);
    out = out.flatMap((head) => choices.map((c) => head + c));
  }
  return [...new Set(out.map((t) => t.trim().replace(/\s+/g, ' ')).filter((t) => t !== ''))];
}

/** Cuts a phrase of a lexicon exactly as the reader cuts a text, without second looks. */
export function phraseWords(phrase: string): string[] {
  const trimmed = phrase.trim();
  if (/^[@#]\S+$/.test(trimmed)) {
    foldText(trimmed);
    let tag = '';
    for (let i = 0; i < fold.length; i++) tag += String.fromCharCode(fold.buf[i] as number);
    return [tag];
  }
  foldText(trimmed);
  const words: string[] = [];
  let word = '';
  for (let i = 0; i <= fold.length; i++) {
    const c = i < fold.length ? fold.cls[i] : CLASS.space;
    if (c === CLASS.letter || c === CLASS.digit) {
      word += String.fromCharCode(fold.buf[i] as number);
      continue;
    }
    if (word !== '') words.push(word);
    word = '';
    if (c === CLASS.emoji) {
      const wide = (fold.buf[i] as number) >= 0xd800 && (fold.buf[i] as number) <= 0xdbff;
      words.push(String.fromCharCode(fold.buf[i] as number) + (wide ? String.fromCharCode(fold.buf[i + 1] as number) : ''));
      if (wide) i++;
    }
  }
  return words.slice(0, L.patternTokens);
}

/** Forms of address that must not matter: a phrase with one of them holds for all. */
const ADDRESS_FORMS: readonly string[] = ['pak', 'bu', 'bapak', 'ibu', 'mas', 'mbak', 'bang', 'kak'];
export function addressVariants(words: readonly string[]): string[][] {
  const at = words.findIndex((w) => ADDRESS_FORMS.includes(w));
  return at === -1 || words.length === 1 ? [[...words]] : ADDRESS_FORMS.map((a) => words.map((w, i) => (i === at ? a : w)));
}
