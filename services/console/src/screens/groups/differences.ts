/** Which parts of a text another one does not have, word by word: enough to see at a glance where a copy was changed. */
export interface Piece {
  text: string;
  differs: boolean;
}

const WORD = /[\p{L}\p{N}]+/gu;
const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(WORD) ?? []);

export function pieces(text: string, first: string): Piece[] {
  const known = wordsOf(first);
  const found: Piece[] = [];
  const add = (part: string, differs: boolean) => {
    const last = found.at(-1);
    if (last?.differs === differs) last.text += part;
    else if (part !== '') found.push({ text: part, differs });
  };
  let at = 0;
  for (const m of text.matchAll(WORD)) {
    add(text.slice(at, m.index), false);
    add(m[0], !known.has(m[0].toLowerCase()));
    at = m.index + m[0].length;
  }
  add(text.slice(at), false);
  return found;
}
