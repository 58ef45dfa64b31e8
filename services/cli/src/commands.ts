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
  {
    name: 'score',
    summary: 'score lines of a file or of stdin, without a database',
    register: async (p) => (await import('./commands/score.ts')).registerScore(p),
  },
  {
    name: 'explain',
    summary: 'show why a text is flagged or not',
    register: async (p) => (await import('./commands/explain.ts')).registerExplain(p),
  },
  {
    name: 'eval',
    summary: 'precision, recall and calibration on labelled posts',
    register: async (p) => (await import('./commands/eval.ts')).registerEval(p),
  },
  {
    name: 'audit',
    summary: 'prove that contestants are treated alike; `audit verify`: that the log is whole',
    register: async (p) => {
      const [{ registerAudit }, { registerAuditVerify }] = await Promise.all([import('./commands/audit-fairness.ts'), import('./commands/audit-verify.ts')]);
      registerAuditVerify(registerAudit(p));
    },
  },
  {
    name: 'import',
    summary: 'bring in registers, circulars, accounts and posts',
    register: async (p) => (await import('./commands/import.ts')).registerImport(p),
  },
  {
    name: 'migrate',
    summary: 'show or run database migrations',
    register: async (p) => (await import('./commands/migrate.ts')).registerMigrate(p),
  },
  {
    name: 'seed',
    summary: 'fill an empty database with the demo world',
    register: async (p) => (await import('./commands/seed.ts')).registerSeed(p),
  },
  {
    name: 'source',
    summary: 'where posts come from, and under which policy',
    register: async (p) => (await import('./commands/source.ts')).registerSource(p),
  },
  {
    name: 'subscription',
    summary: 'which office is told about forwarded cases',
    register: async (p) => (await import('./commands/subscription.ts')).registerSubscription(p),
  },
  {
    name: 'user',
    summary: 'who may sign in, with which role, for which region',
    register: async (p) => (await import('./commands/user.ts')).registerUser(p),
  },
  {
    name: 'backup',
    summary: 'save the whole database into one sealed file',
    register: async (p) => (await import('./commands/backup.ts')).registerBackup(p),
  },
  {
    name: 'restore',
    summary: 'bring a backup into an empty database',
    register: async (p) => (await import('./commands/restore.ts')).registerRestore(p),
  },
  {
    name: 'verify',
    summary: 'check a packet of a case, offline',
    register: async (p) => (await import('./commands/verify.ts')).registerVerify(p),
  },
  {
    name: 'keys',
    summary: 'rotate the keys that seal personal numbers',
    register: async (p) => (await import('./commands/keys.ts')).registerKeys(p),
  },
  {
    name: 'retention',
    summary: 'purge what may be kept no longer, with certificates',
    register: async (p) => (await import('./commands/retention.ts')).registerRetention(p),
  },
  {
    name: 'subject',
    summary: 'everything stored about one person',
    register: async (p) => (await import('./commands/subject.ts')).registerSubject(p),
  },
  {
    name: 'bench',
    summary: 'measure this machine',
    register: async (p) => (await import('./commands/bench.ts')).registerBench(p),
  },
];
