/** The addresses of the servers as people write them. Looked at before anything connects; a message never repeats one, it may hold a password. */
import { CliError } from './errors.ts';

export function checkUrls(env: NodeJS.ProcessEnv): void {
  if (env.DATABASE_URL) checkDatabaseUrl(env.DATABASE_URL);
  if (env.REDIS_URL) checkRedisUrl(env.REDIS_URL);
}

export function checkDatabaseUrl(url: string): void {
  if (!/^postgres(ql)?:\/\//i.test(url)) throw new CliError('DATABASE_URL is not a URL like postgres://user:password@host:5432/name');
}

function checkRedisUrl(url: string): void {
  if (!/^(rediss?(\+(sentinel|cluster))?:\/\/|unix:)/i.test(url))
    throw new CliError('REDIS_URL is not a URL like redis://host:6379 (also rediss://, unix://, redis+sentinel://, redis+cluster://)');
}
