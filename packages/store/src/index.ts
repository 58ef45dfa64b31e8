export * from './cases.ts';
export * from './db.ts';
export * from './migrate.ts';
export * from './pii.ts';
export * from './posts.ts';
export * from './register.ts';
export * from './register-publish.ts';
export type { Database } from './schema.ts';
export * from './verdicts.ts';
