/** `pantau explain "text"`: what the engine read, matched, weighed and decided. */

import { EmploymentStatus, PostLine } from '@pantau/domain';
import type { Command } from 'commander';
import { CliError } from '../errors.ts';
import { readCirculars, readRegisters } from '../import/detection-files.ts';
import { each } from '../options.ts';

interface ExplainOptions {
  register: string[];
  region: string;
  at: string;
  status: string;
  circulars?: string;
  shared?: string;
  replyTo?: string;
  sharedFrom?: string;
  json?: true;
}

export function registerExplain(program: Command): void {
  program
    .command('explain')
    .description('show how a verdict comes about')
    .argument('<text>', 'the words of the post')
    .requiredOption('--register <file>', 'register.json; may be given several times', each)
    .option('--region <code>', "the author's region, like 16.73", 'ID')
    .option('--at <date>', 'when it was posted: 2024-10-12 (noon WIB) or a date-time with offset', '2024-10-12')
    .option('--status <status>', `employment: ${EmploymentStatus.options.join(', ')}`, 'PNS')
    .option('--circulars <file>', 'circulars.json')
    .option('--shared <text>', 'the words of the post that is shared')
    .option('--shared-from <platform:handle>', 'whose post is shared')
    .option('--reply-to <platform:handle>', 'whose post is answered')
    .option('--json', 'the whole explanation as JSON')
    .action(async (text: string, o: ExplainOptions) => {
      const { compileEngine, explain, renderExplanation } = await import('@pantau/detection');
      const engine = compileEngine({ register: readRegisters(o.register), circulars: o.circulars ? readCirculars(o.circulars) : [] });
      const post = postOf(text, o);
      await knownRegion(post.author.region);
      const e = explain(engine, post);
      process.stdout.write(o.json ? `${JSON.stringify(e, null, 2)}\n` : `${renderExplanation(e)}\n`);
    });
}

/** Regencies and cities; what lies below them (16.73.01) is not listed. */
const REGENCY_CHARS = 5;

/** An unknown region would quietly be read as one without any contest of its own. */
async function knownRegion(region: string): Promise<void> {
  const { listRegionCodes } = await import('@pantau/store');
  if (!(await listRegionCodes()).has(region.slice(0, REGENCY_CHARS)))
    throw new CliError(`there is no region ${region}: give a province like 16, a regency or city like 16.73, or ID`);
}

const DAY_LENGTH = 10;

function postOf(text: string, o: ExplainOptions): PostLine {
  const parsed = PostLine.safeParse({
    id: 'explain',
    text,
    posted_at: o.at.length === DAY_LENGTH ? `${o.at}T12:00:00+07:00` : o.at,
    author: { region: o.region, employment_status: o.status },
    kind: o.shared !== undefined || o.sharedFrom !== undefined ? 'share' : o.replyTo !== undefined ? 'reply' : 'post',
    shared_text: o.shared,
    shared_from: handleOf(o.sharedFrom),
    reply_to: handleOf(o.replyTo),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CliError(`${issue?.path.join('.')}: ${issue?.message}`);
}

function handleOf(text: string | undefined): { platform: string; handle: string } | undefined {
  if (text === undefined) return undefined;
  const [platform = '', ...rest] = text.split(':');
  return rest.length === 0 ? { platform: 'x', handle: platform } : { platform, handle: rest.join(':') };
}
