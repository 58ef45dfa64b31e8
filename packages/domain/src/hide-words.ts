/** Taking a name out of a text for a reader who is to judge the post and not the person. */

const WORD_CHARS_MIN = 3;
const COVER = '▒';
const escapeRegExp = (s: string): string => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Covers each name and handle, and each word of a name, wherever it stands as a word, in any case. The text keeps its length, so
 * that offsets into it still hold. Words of one or two letters stay: they would cover half of any text.
 */
export function hideWords(text: string, names: readonly string[]): string {
  const words = names.flatMap((n) => [n.trim(), n.trim().replace(/^@/, ''), ...n.split(/[^\p{L}\p{N}]+/u)]).filter((w) => w.length >= WORD_CHARS_MIN);
  if (words.length === 0) return text;
  const longestFirst = [...new Set(words)].sort((a, b) => b.length - a.length).map(escapeRegExp);
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return text.replace(found, (m) => COVER.repeat(m.length));
}
