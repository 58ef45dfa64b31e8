import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

const exclude = ['**/node_modules/**', '**/dist/**', 'test/peers/**', '.data/**'];

// Two projects: `unit` is pure and parallel, `integration` uses real Postgres and Redis (one database per test file).
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['{packages,services,test}/**/*.test.ts'],
          exclude: [...exclude, '**/*.db.test.ts', 'test/integration/**'],
        },
      },
      {
        root,
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: ['{packages,services}/**/*.db.test.ts', 'test/integration/**/*.test.ts'],
          exclude,
          globalSetup: ['test/support/global-setup.ts'],
          // Longer than `waitFor` waits, so that a failing test says what it waited for.
          testTimeout: 150_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
