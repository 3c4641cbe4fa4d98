import type { SimulatedRun } from '../../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { isJsonArray, type JsonObject } from '../../../src/cluster/json.ts'
import { readMarks } from '../../../src/run/repair-mark.ts'
import { World } from '../world.ts'

const SECOND_US = 1_000_000

/** Each repair begins with ten seconds in which nothing is done: time to see it wait, and to kill it. */
const DELAYED = { jobDelaySeconds: 10 } as const

/** A small mirrored instance. */
export const WEB1 = {
  name: 'web1',
  diskTemplate: 'drbd',
  primary: 'node2',
  secondary: 'node3',
  memoryMiB: 16,
} as const

/** A cluster of so many nodes with one drbd instance, web1 on node2 and node3, which carries these tags. */
export function clusterOfWeb1(nodeCount: number, tags: readonly string[]): ClusterDefinition {
  return {
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    groups: [{ name: 'default' }],
    nodes: Array.from({ length: nodeCount }, (_, index) => ({ name: `node${index + 1}` })),
    instances: [
      { name: 'web1', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', memoryMiB: 512, tags },
    ],
  }
}

/** A cluster of so many nodes whose queue has one slot, with these instances and this permission for all. */
export function clusterOfOneSlot(
  nodeCount: number,
  instances: ClusterDefinition['instances'] & object,
  permission = 'failover',
): ClusterDefinition {
  return {
    cluster: {
      name: 'cluster.example.com',
      hypervisor: 'fake',
      maxRunningJobs: 1,
      tags: [`ganeti:watcher:autorepair:${permission}`],
    },
    groups: [{ name: 'default' }],
    nodes: Array.from({ length: nodeCount }, (_, index) => ({ name: `node${index + 1}` })),
    instances,
  }
}

/** A world in which web1's node has died and its failover waits for a lock that another job has for so many seconds. */
export function worldWithFailoverAtALock(lockSeconds: number): World {
  const world = new World(clusterOfWeb1(5, ['ganeti:watcher:autorepair:failover']))
  world.kill('node2')
  submit(world, { OP_ID: 'OP_TEST_DELAY', duration: lockSeconds, on_master: false, on_nodes: ['node3'] })
  pass(world, 2)
  world.harep()
  pass(world, 10)
  if (repairJobs(world).join() !== '2 waiting')
    throw new Error(`repairs are not as they must be: ${repairJobs(world)}`)
  return world
}

/** Lets time pass. */
export function pass(world: World, seconds: number): void {
  world.kernel.runUntil(world.kernel.nowUs + seconds * SECOND_US)
}

/** The repair jobs of a cluster, as `id status`, in the order of their ids. */
export function repairJobs(world: World): readonly string[] {
  const repair = /^INSTANCE_(FAILOVER|REPLACE_DISKS|RECREATE_DISKS)\(/
  return world.cluster
    .snapshot()
    .jobs.filter(({ summary }) => summary.some(text => repair.test(text)))
    .map(({ id, status }) => `${id} ${status}`)
}

/** The id of the repair that a job carries out. */
export function repairOf(world: World, job: number): string {
  let id: string | undefined
  world.cluster.handle({ method: 'QueryJobs', args: [[job], ['ops']] }, ({ result }) => {
    const [row] = isJsonArray(result) ? result : []
    const [opcodes] = row !== undefined && isJsonArray(row) ? row : []
    const [opcode] = opcodes !== undefined && isJsonArray(opcodes) ? opcodes : []
    if (opcode !== undefined) id = readMarks(opcode).repair?.id
  })
  pass(world, 0.1)
  if (id === undefined) throw new Error(`job ${job} is no repair of ours`)
  return id
}

/**
 * A world in which a run died right after it had submitted its repairs, before any tag, and in which an admin then removed
 * the hold that kept them from starting: repairs of which nothing is on record.
 */
export function worldWithForgottenRepair(definition: ClusterDefinition, victim: string): World {
  const make = () => {
    const world = new World(definition)
    world.kill(victim)
    return world
  }
  const effect = firstCall(make().harep(DELAYED), 'SubmitManyJobs')
  const world = make()
  world.harep(DELAYED, { effect, when: 'after' })
  removeFilters(world)
  return world
}

/** Which effect of a run is the first that asks luxid for this; -1 where none does. */
export function firstCall({ effects }: SimulatedRun<unknown>, method: string): number {
  return effects.findIndex(one => one.kind === 'luxi' && one.method === method)
}

/** Removes all job filters, whosever they are. */
function removeFilters(world: World): void {
  const { cluster } = world
  cluster.handle({ method: 'QueryFilters', args: [null, ['uuid']] }, ({ result }) => {
    for (const row of isJsonArray(result) ? result : [])
      cluster.handle({ method: 'DeleteFilter', args: row }, () => {})
  })
}

/** Kills a job, and waits until luxid has noticed that it died. */
export function killAndWait(world: World, job: number): void {
  world.cluster.killJob(job)
  const status = () => world.cluster.snapshot().jobs.find(({ id }) => id === job)?.status
  for (let seconds = 0; seconds < 600 && status() !== 'error'; seconds += 1) pass(world, 1)
  if (status() !== 'error') throw new Error(`job ${job} is ${status()} and not in error`)
}

/** Fills a cluster's only job slot for so many seconds. */
export function occupyQueue(world: World, seconds: number): void {
  submit(world, { OP_ID: 'OP_TEST_DELAY', duration: seconds, on_master: true, on_nodes: [] })
  pass(world, 1)
}

/** Submits a job of somebody else's. */
export function submit(world: World, opcode: JsonObject): void {
  world.cluster.handle(
    { method: 'SubmitJob', args: [[{ ...opcode, reason: [] }]] },
    ({ success, result }) => {
      if (!success) throw new Error(`the job was refused: ${JSON.stringify(result)}`)
    },
  )
}
