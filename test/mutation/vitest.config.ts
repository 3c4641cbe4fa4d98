import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = join(import.meta.dirname, '..', '..')

/**
 * What mutants of the planner and of the reading of tags are tried against: the tests of the pure core. They share their
 * modules (no isolation), since loading them takes longer than the tests.
 */
export default defineConfig({
  root,
  test: {
    include: ['test/planner/**/*.test.ts', 'test/policy/**/*.test.ts'],
    setupFiles: [join(root, 'test/mutation/same-examples.ts')],
    isolate: false,
    testTimeout: 30_000,
  },
})
