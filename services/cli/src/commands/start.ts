import { type Command, InvalidArgumentError } from 'commander';
import { runLauncher } from '../launcher/run.ts';

const DEFAULT_PORT = 4180;

export function registerStart(program: Command): void {
  program
    .command('start')
    .summary('run everything on this machine')
    .description('Starts Postgres and Redis (unless DATABASE_URL / REDIS_URL name others) and every service, until Ctrl-C. State lives in .data/.')
    .option('--port <port>', 'port of the api and the console (PANTAU_PORT)', parsePort)
    .option('--no-demo', 'without the demo world')
    .action(async (o: { port?: number; demo: boolean }) => {
      const port = o.port ?? (process.env.PANTAU_PORT ? parsePort(process.env.PANTAU_PORT) : DEFAULT_PORT);
      await runLauncher({ host: process.env.PANTAU_HOST || '127.0.0.1', port, demo: o.demo }, process.env);
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('a port is a number from 1 to 65535');
  return port;
}
