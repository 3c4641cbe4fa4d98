import { defineConfig } from 'vitest/config'
import { OneClusterAfterTheOther } from './test/ganeti/one-cluster-after-the-other.ts'

// Five projects, because they need different things of a machine: `unit` needs nothing but Node, `conformance`
// Debian's own harep, `ganeti` a real Ganeti cluster, and `fidelity`, which holds the simulated Ganeti against the real
// one (docs/fidelity.md), some of all that; `browser` needs Chromium. They skip themselves, and say so, where it is absent, unless CI is
// set: there, absence is a failure.
export default defineConfig({
  test: {
    // Of two processors Vitest would leave one idle.
    maxWorkers: '100%',
    sequence: { sequencer: OneClusterAfterTheOther },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/conformance/**', 'test/ganeti/**', 'test/fidelity/**'],
          testTimeout: 30_000,
          // A process for each of three hundred files took longer than what they test. They need none, in whatever order they
          // come: what a module of src or sim keeps is only what it would compute again.
          isolate: false,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'fidelity',
          include: ['test/fidelity/**/*.test.ts'],
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'ganeti',
          include: ['test/ganeti/**/*.test.ts'],
          // Half a minute is usual; but a machine that has much else to do needs ten for the cluster alone.
          testTimeout: 1_800_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
