import { defineConfig } from 'vitest/config';

const conditions = ['@enginehouse/source'];
const everywhere = {
  exclude: ['**/node_modules/**', '**/dist/**'],
  environment: 'node' as const,
};
// Node is started with these as --conditions too, where they count for `require` as well: no 'import' or 'module' here.
const resolve = { conditions: [...conditions, 'node', 'development|production'] };

/** Three rungs by file suffix: pure, against real services, and through the whole product. */
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    projects: [
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'unit',
          include: ['{apps,libs}/**/src/**/*.spec.ts', 'tools/**/*.spec.ts', 'infra/**/*.spec.ts'],
          exclude: [...everywhere.exclude, '**/*.int.spec.ts', '**/*.e2e.spec.ts'],
          // Only what hangs: a property over many runs takes seconds, and many times that on a busy machine.
          testTimeout: 60_000,
          // Pure functions leave nothing behind; a process for each file takes three times as long.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'int',
          include: ['{apps,libs}/**/src/**/*.int.spec.ts', 'infra/**/*.int.spec.ts'],
          globalSetup: ['libs/testing/src/services.global-setup.ts'],
          testTimeout: 30_000,
          // Real servers on a busy machine: a second try is shown in the report, a second failure fails.
          retry: 1,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'e2e',
          include: ['apps/e2e/src/**/*.e2e.spec.ts'],
          globalSetup: ['apps/e2e/src/stack.global-setup.ts'],
          testTimeout: 120_000,
          retry: 1,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
