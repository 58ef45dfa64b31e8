/** Reading the files that the detection commands share. A fault names the file and the path inside it. */
import { type Circular, Circulars, LabelLine, PostLine, Register, registerFaults } from '@pantau/domain';
import { CliError } from '../errors.ts';
import { readText } from './files.ts';

function readJson(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError(`${path}: ${(error as Error).message}`);
  }
}

/** One register from one or more files; elections and contests may be split over them. */
export function readRegisters(paths: string[]): Register {
  const parts = paths.map((path) => {
    const parsed = Register.safeParse(readJson(path));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new CliError(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a register'}`);
    }
    return parsed.data;
  });
  const register: Register = {
    version: parts.map((p) => p.version).join('+'),
    elections: parts.flatMap((p) => p.elections),
    contests: parts.flatMap((p) => p.contests),
    contestants: parts.flatMap((p) => p.contestants),
    parties: parts.flatMap((p) => p.parties),
  };
  const [fault] = registerFaults(register);
  if (fault) throw new CliError(`${paths.join(', ')}: ${fault.path}: ${fault.reason}`);
  return register;
}

export function readCirculars(path: string): Circular[] {
  const parsed = Circulars.safeParse(readJson(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CliError(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a list of circulars'}`);
}

function lines(path: string): { at: number; value: unknown }[] {
  const text = readText(path);
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [{ at: i + 1, value: JSON.parse(line) as unknown }];
    } catch (error) {
      throw new CliError(`${path}:${i + 1}: ${(error as Error).message}`);
    }
  });
}

export function readPosts(path: string): PostLine[] {
  return lines(path).map(({ at, value }) => {
    const parsed = PostLine.safeParse(value);
    if (!parsed.success) throw new CliError(`${path}:${at}: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`);
    return parsed.data;
  });
}

export function readLabels(path: string): Map<string, LabelLine> {
  return new Map(
    lines(path).map(({ at, value }) => {
      const parsed = LabelLine.safeParse(value);
      if (!parsed.success) throw new CliError(`${path}:${at}: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`);
      return [parsed.data.id, parsed.data];
    }),
  );
}
