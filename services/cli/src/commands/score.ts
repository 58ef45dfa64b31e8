/** `pantau score`: post lines in, verdict lines out, in the same order. Bad lines are set aside, never guessed. */
import type { Command } from 'commander';
import { EXIT_REJECTS } from '../errors.ts';
import { readCirculars, readRegisters } from '../import/detection-files.ts';
import { LineOut, openToRead } from '../import/files.ts';
import { each } from '../options.ts';

const LINE_BYTES = 1_048_576;

interface ScoreOptions {
  register: string[];
  posts: string;
  out: string;
  rejects: string;
  circulars?: string;
}

export function registerScore(program: Command): void {
  program
    .command('score')
    .description('score post lines against a contest register (no database needed)')
    .requiredOption('--register <file>', 'register.json; may be given several times, they are joined', each)
    .option('--posts <file>', 'posts.jsonl, - for standard input', '-')
    .option('--out <file>', 'verdicts.jsonl, - for standard output', '-')
    .option('--rejects <file>', 'where unreadable lines go, with line number and reason; - for standard error', '-')
    .option('--circulars <file>', 'circulars.json: local rules that bind inside their region and dates')
    .action(async (o: ScoreOptions) => {
      process.exitCode = (await runScore(o)).rejected > 0 ? EXIT_REJECTS : 0;
    });
}

async function runScore(o: ScoreOptions): Promise<{ scored: number; rejected: number }> {
  const { createInterface } = await import('node:readline');
  const { PostLine } = await import('@pantau/domain');
  const { compileEngine, score } = await import('@pantau/detection');
  const engine = compileEngine({ register: readRegisters(o.register), circulars: o.circulars ? readCirculars(o.circulars) : [] });
  const input = o.posts === '-' ? process.stdin : openToRead(o.posts);
  const out = new LineOut(o.out, process.stdout);
  const rejects = new LineOut(o.rejects, process.stderr);
  let [line, scored, rejected] = [0, 0, 0];
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    if (text.trim() === '') continue;
    const read = readLine(text, PostLine);
    if ('reason' in read) {
      rejected++;
      await rejects.write(JSON.stringify({ line, reason: read.reason, ...(read.id ? { id: read.id } : {}) }));
      continue;
    }
    scored++;
    await out.write(JSON.stringify(score(engine, read.post)));
    if (out.unwanted) break;
  }
  await out.close();
  await rejects.close();
  process.stderr.write(`scored ${scored}, rejected ${rejected} (ruleset ${engine.ruleset}, register ${engine.register})\n`);
  return { scored, rejected };
}

type Schema = typeof import('@pantau/domain').PostLine;
type Read = { post: import('@pantau/domain').PostLine } | { reason: string; id?: string };

function readLine(text: string, schema: Schema): Read {
  if (Buffer.byteLength(text) > LINE_BYTES) return { reason: `line is longer than ${LINE_BYTES} bytes` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { reason: `not JSON: ${(error as Error).message}` };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { post: parsed.data };
  const [issue] = parsed.error.issues;
  const id = typeof value === 'object' && value !== null && 'id' in value ? String((value as { id: unknown }).id) : undefined;
  return { reason: `${issue?.path.join('.') || 'line'}: ${issue?.message ?? 'invalid'}`, ...(id ? { id } : {}) };
}
