/** Config: one zod schema per service, read once from the environment, every problem reported at once, then frozen. */
import type { z } from 'zod';

export class ConfigError extends Error {}

/** Empty strings count as absent, so that `KEY=` in a compose file means "not set". */
export function readConfig<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv = process.env): Readonly<z.infer<T>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== undefined && v !== ''));
  const r = schema.safeParse(given);
  if (r.success) return Object.freeze(r.data as object) as Readonly<z.infer<T>>;
  const lines = r.error.issues.map((i) => `  ${i.path.join('.') || '(environment)'}: ${i.message}`);
  throw new ConfigError(`the environment is not usable:\n${lines.join('\n')}`);
}
