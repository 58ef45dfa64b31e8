/** Breaking text into lines in the font and size that the document has at the moment. */
import type { TextRun } from './contents.ts';

interface HasGlyph {
  hasGlyphForCodePoint?: (codePoint: number) => boolean;
}

/** Breaks at spaces and line ends; a word longer than the line is cut. What the font has no letter for is named by its number. */
export function breakLines(doc: PDFKit.PDFDocument, runs: readonly TextRun[], width: number): TextRun[][] {
  const lines: TextRun[][] = [];
  let line: TextRun[] = [];
  let used = 0;
  const turn = () => {
    lines.push(line);
    line = [];
    used = 0;
  };
  for (const run of runs)
    for (const token of printable(doc, run.text).split(/(\n| +)/)) {
      if (token === '\n') turn();
      else
        for (const piece of fit(doc, token, width)) {
          const w = doc.widthOfString(piece);
          if (used + w > width && used > 0) turn();
          // A line begins with a word, never with the space it was broken at.
          if (piece === '' || (used === 0 && piece.trim() === '')) continue;
          line.push({ ...run, text: piece });
          used += w;
        }
    }
  if (line.length > 0) turn();
  return lines;
}

function fit(doc: PDFKit.PDFDocument, token: string, width: number): string[] {
  if (doc.widthOfString(token) <= width) return [token];
  const pieces: string[] = [];
  let piece = '';
  for (const c of token) {
    if (doc.widthOfString(piece + c) > width && piece !== '') {
      pieces.push(piece);
      piece = '';
    }
    piece += c;
  }
  return [...pieces, piece];
}

/** Joiners, variation signs and other marks without a shape of their own; the data file has them. */
const INVISIBLE = /\p{Cf}|[\uFE00-\uFE0F]/u;

function printable(doc: PDFKit.PDFDocument, text: string): string {
  const font = (doc as unknown as { _font?: { font?: HasGlyph } })._font?.font;
  let out = '';
  for (const c of text.replaceAll('\r\n', '\n').replaceAll('\t', '    ')) {
    const code = c.codePointAt(0) ?? 0;
    if (INVISIBLE.test(c)) continue;
    out += c === '\n' || font?.hasGlyphForCodePoint?.(code) !== false ? c : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return out;
}
