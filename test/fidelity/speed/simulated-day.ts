import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { createCluster } from '../../../sim/ganeti/simulated-cluster.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'
import { defaultHealingOptions } from '../../../src/run/healing/healing-options.ts'
import { runHarep } from '../../../src/run/run-harep.ts'

const START_US = 1_795_338_000_000_000
const RUN_EVERY_US = 300 * 1_000_000
const DEAD_FROM_RUN = 36
/** What ganeti-watcher archives (jobs.md section 7). */
const ARCHIVED_AFTER_SECONDS = 6 * 3600

/** Runs of harep in a day, one every five minutes. */
export const RUNS_A_DAY = 288

const definition: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', tags: ['ganeti:watcher:autorepair:failover'] },
  groups: [{ name: 'default' }],
  nodes: Array.from({ length: 10 }, (_, index) => ({ name: `node${index + 1}` })),
  instances: Array.from({ length: 50 }, (_, index) => ({
    name: `instance${index + 1}.example.com`,
    diskTemplate: 'drbd' as const,
    primary: `node${(index % 10) + 1}`,
    secondary: `node${((index + 1) % 10) + 1}`,
    memoryMiB: 256,
  })),
}

/**
 * Plays a day of ten nodes and fifty instances, each run of harep from connecting to its summary, and gives the number of
 * jobs in its end. Throws an Error where a run did not end as it should.
 */
export function playDay(nodeDies: boolean): number {
  const kernel = createKernel({ startUs: START_US, seed: 1 })
  const cluster = createCluster(kernel, definition)
  for (let count = 1; count <= RUNS_A_DAY; count += 1) {
    if (nodeDies && count === DEAD_FROM_RUN) {
      cluster.powerOff('node3')
      cluster.setNodeOffline('node3', true)
    }
    const options = { ...defaultHealingOptions('0.0.0'), classic: false } as const
    const outcome = finishRun(kernel, startRun(kernel, cluster, runHarep(options)))
    if (outcome.kind !== 'returned' || outcome.value !== 0)
      throw new Error(`run ${count} ended as ${JSON.stringify(outcome)}`)
    cluster.archiveJobs(ARCHIVED_AFTER_SECONDS)
    kernel.runUntil(START_US + count * RUN_EVERY_US)
  }
  const { instances, jobs } = cluster.snapshot()
  if (instances.some(({ status }) => status !== 'running')) throw new Error('an instance does not run')
  return jobs.length
}
