/** The environment every service understands. A service extends this shape with its own keys. */
import { z } from 'zod';

const flag = z.enum(['0', '1', 'true', 'false']).transform((v) => v === '1' || v === 'true');

export const BaseConfig = z.object({
  DATABASE_URL: z.string({ error: 'DATABASE_URL is missing: postgres://user:password@host:5432/name' }),
  REDIS_URL: z.string({ error: 'REDIS_URL is missing: redis://host:6379 (also rediss://, unix://, redis+sentinel://, redis+cluster://)' }),
  PANTAU_QUEUE_PREFIX: z
    .string()
    .regex(/^\{[\w-]+\}$/, 'must look like {pantau}')
    .default('{pantau}'),
  /** 32 bytes, base64; or a file that holds them. */
  PANTAU_KEY: z.string().optional(),
  PANTAU_KEY_FILE: z.string().default('.data/keys/installation.key'),
  PANTAU_HOST: z.string().default('127.0.0.1'),
  /** 0 = any free port. */
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  LOG_PRETTY: flag.default(false),
});
export type BaseConfig = z.infer<typeof BaseConfig>;
