import { type Command, InvalidArgumentError } from 'commander';
import { CliError } from '../errors.ts';
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
      const port = o.port ?? portOf('PANTAU_PORT', process.env) ?? DEFAULT_PORT;
      await runLauncher({ host: process.env.PANTAU_HOST || '127.0.0.1', port, demo: o.demo }, process.env);
    });
}

const PORT_MAX = 65_535;
const A_PORT = `a port is a number from 1 to ${PORT_MAX}`;

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= PORT_MAX;
}

/** For commander, which prints what is thrown here; outside its parsing nobody would. */
function parsePort(text: string): number {
  if (!isPort(Number(text))) throw new InvalidArgumentError(A_PORT);
  return Number(text);
}

function portOf(name: string, env: NodeJS.ProcessEnv): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (!isPort(Number(text))) throw new CliError(`${name} is not usable: ${A_PORT}`);
  return Number(text);
}
