/** Lines of a JSONL file with their numbers, each at most 1 MB. A line that is too long or not UTF-8 is a fault; the rest goes on. */
import { LIMITS } from '@pantau/domain';
import type { SourceFile } from './source.ts';

export type Line = { line: number; text: string } | { line: number; fault: string };

const NEWLINE = 0x0a;

export async function* readLines(file: SourceFile): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest: Buffer[] = [];
  let size = 0;
  let line = 0;
  const finish = (tail: Buffer): Line | null => {
    line++;
    const total = size + tail.length;
    const bytes = total > LIMITS.importLineBytes ? null : Buffer.concat([...rest, tail]);
    rest = [];
    size = 0;
    if (bytes === null) return { line, fault: `the line is longer than ${LIMITS.importLineBytes} bytes` };
    try {
      const text = decoder.decode(bytes).trim();
      return text === '' ? null : { line, text };
    } catch {
      return { line, fault: 'the line is not UTF-8' };
    }
  };
  for await (const chunk of file.open() as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const out = finish(chunk.subarray(from, end));
      if (out) yield out;
      from = end + 1;
    }
    const tail = chunk.subarray(from);
    size += tail.length;
    // Beyond the limit only the length is kept, so that a file without line ends does not fill the memory.
    if (size <= LIMITS.importLineBytes) rest.push(tail);
    else rest = [];
  }
  if (size > 0) {
    const out = finish(Buffer.alloc(0));
    if (out) yield out;
  }
}
