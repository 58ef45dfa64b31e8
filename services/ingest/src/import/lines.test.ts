import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { factsOf, LineCutter, type RawLine, readLines } from './lines.ts';

function cut(text: string | Buffer, chunkBytes: number, maxBytes?: number): RawLine[] {
  const all = Buffer.from(text);
  const cutter = new LineCutter({ offset: 0, line: 1, ...(maxBytes === undefined ? {} : { maxBytes }) });
  const out: RawLine[] = [];
  for (let i = 0; i < all.length; i += chunkBytes) out.push(...cutter.push(all.subarray(i, i + chunkBytes)));
  out.push(...cutter.end());
  return out;
}
const texts = (lines: RawLine[]) => lines.map((l) => l.bytes?.toString() ?? null);

describe('lines of a file', () => {
  test('any chunking gives the same lines, and their ranges tile the file', () => {
    const content = fc.array(fc.constantFrom('a', 'é', '\n', '\r', '{"x":1}', '🙂'), { maxLength: 60 }).map((a) => a.join(''));
    fc.assert(
      fc.property(content, fc.integer({ min: 1, max: 20 }), (text, chunk) => {
        const whole = cut(text, 1_000);
        const pieces = cut(text, chunk);
        expect(texts(pieces)).toEqual(texts(whole));
        expect(pieces.map((l) => [l.line, l.from, l.to])).toEqual(whole.map((l) => [l.line, l.from, l.to]));
        expect(whole.reduce((at, l) => (l.from === at ? l.to : -1), 0)).toBe(Buffer.byteLength(text));
      }),
    );
  });
  test('a byte order mark and carriage returns are no part of a line', () => {
    expect(texts(cut('\uFEFF{"a":1}\r\n{"b":2}\r\n', 5))).toEqual(['{"a":1}', '{"b":2}']);
  });
  test('a line over the limit is skipped, whatever its place, and its neighbours are not', () => {
    const long = 'x'.repeat(50);
    expect(texts(cut(`ok\n${long}\nok2\n${long}`, 7, 10))).toEqual(['ok', null, 'ok2', null]);
  });
  test('a line of exactly the limit is taken, with and without a carriage return; one byte more is not', () => {
    expect(texts(cut(`${'x'.repeat(10)}\n${'y'.repeat(10)}\r\n${'z'.repeat(11)}\n`, 3, 10))).toEqual(['x'.repeat(10), 'y'.repeat(10), null]);
  });
  test('an empty file has no line', () => {
    expect(cut('', 1)).toEqual([]);
  });
});

describe('reading from a place on', () => {
  const dir = mkdtempSync(join(tmpdir(), 'pantau-lines-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const body = Array.from({ length: 100 }, (_, i) => `line ${i}\n`).join('');
  const collect = async (path: string, gzip: boolean, offset: number, line: number) => {
    const out: RawLine[] = [];
    for await (const batch of readLines(path, { gzip, offset, line })) out.push(...batch);
    return out;
  };
  test.each([
    ['plain', false],
    ['compressed', true],
  ])('a %s file goes on at any line as if it had been read whole', async (name, gzip) => {
    const path = join(dir, name);
    writeFileSync(path, gzip ? gzipSync(body) : body);
    const facts = await factsOf(path);
    expect(facts).toMatchObject({ bytes: body.length, gzip });
    const whole = await collect(path, gzip, 0, 1);
    for (const at of [1, 37, 99]) {
      const start = whole[at];
      expect(await collect(path, gzip, start?.from ?? 0, start?.line ?? 0)).toEqual(whole.slice(at));
    }
  });
});
