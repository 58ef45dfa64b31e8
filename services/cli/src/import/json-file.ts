/** A JSON file that a command reads whole: every problem with its path, in one line. */
import { readFileSync } from 'node:fs';
import { pathOf } from '@pantau/registers';
import type { z } from 'zod';
import { CliError, messageOf } from '../errors.ts';

export function readJsonFile<T extends z.ZodType>(path: string, schema: T): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new CliError(`${path}: ${messageOf(cause)}`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CliError(`${path}: ${parsed.error.issues.flatMap(problems).join('; ')}`);
}

function problems(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((k) => `${pathOf([...issue.path, k])}: unknown field`);
  return [`${pathOf(issue.path)}: ${issue.message}`];
}
