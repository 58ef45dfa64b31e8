/** Every command, with the line `--help` shows, and how to load it. */
import type { Command } from 'commander';

export interface CommandEntry {
  name: string;
  summary: string;
  register(program: Command): Promise<void>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'start',
    summary: 'run everything on this machine',
    register: async (p) => (await import('./commands/start.ts')).registerStart(p),
  },
  {
    name: 'reset',
    summary: 'remove all local state (.data)',
    register: async (p) => (await import('./commands/reset.ts')).registerReset(p),
  },
];
