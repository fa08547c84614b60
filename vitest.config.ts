import { defineConfig } from 'vitest/config';

/**
 * Run one after the other (`groupOrder`), so that two cores are enough: pure tests, tests against one embedded
 * PostgreSQL, browser tests against the built app. On demand: the gates' own tests, and long ones. A worker
 * loads our modules once and not for each file (`isolate: false`), which saves a third of the time.
 */
export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          setupFiles: ['test/support/fast-check-seed.ts'],
          exclude: ['**/*.{pg,long}.test.ts', 'test/gates/**'],
          isolate: false,
          // Only against what hangs: on a machine that has much else to do seconds become tens of them.
          testTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'pg',
          include: ['src/**/*.pg.test.ts', 'test/**/*.pg.test.ts'],
          setupFiles: ['test/support/fast-check-seed.ts'],
          globalSetup: ['test/pg/global-setup.ts'],
          // As above; some start servers several times over.
          testTimeout: 90_000,
          hookTimeout: 60_000,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          // What an engine promises, on one that behaves like Aurora DSQL.
          name: 'dsql',
          include: [
            'test/concurrency/{audit,guards,imports,many,names,one-field,order,repeats,restore,undo-change}.pg.test.ts',
            'test/fuzz/pipeline.pg.test.ts',
          ],
          setupFiles: ['test/support/fast-check-seed.ts'],
          globalSetup: ['test/pg/global-setup.ts'],
          provide: { engine: 'dsql' },
          testTimeout: 90_000,
          hookTimeout: 60_000,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 6 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          globalSetup: ['test/pg/global-setup.ts', 'e2e/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 90_000,
          isolate: false,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          // For the night: soaks and fuzzing by the hour (`npm run test:long`).
          name: 'long',
          include: ['{src,test}/**/*.long.test.ts'],
          globalSetup: ['test/pg/global-setup.ts'],
          testTimeout: 3_600_000,
          maxWorkers: 2,
          sequence: { groupOrder: 5 },
        },
      },
      {
        test: {
          name: 'gates',
          include: ['test/gates/**/*.test.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
