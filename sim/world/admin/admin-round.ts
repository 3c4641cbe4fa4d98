import { exhaustive } from '../../../src/cluster/exhaustive.ts'
import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'
import { LuxiError } from '../../../src/luxi/luxi-error.ts'
import { perform, type Run } from '../../../src/run/effects.ts'
import type { SimulatedCluster } from '../../ganeti/simulated-cluster.ts'
import { attempt, call, listOf, queryRows, submitJob } from '../luxi-client.ts'
import type { AdminMemory } from './admin-memory.ts'
import type { AdminPolicy } from './admin-policy.ts'

/** What an admin has: the cluster's hardware at hand, and a memory. */
export interface AdminWorld {
  readonly cluster: SimulatedCluster
  readonly memory: AdminMemory
  readonly policies: readonly AdminPolicy[]
  readonly log: (text: string) => void
}

/** What is seen in one look at the cluster. */
interface Sight {
  readonly nowUs: number
  readonly nodes: readonly { readonly name: string; readonly offline: boolean; readonly isSilent: boolean }[]
  readonly instances: readonly { readonly name: string; readonly tags: readonly string[] }[]
  readonly isDrained: boolean
}

/**
 * One look at the cluster by Luxi, and what the policies make of it. Jobs are submitted and not waited for: what did not
 * help is seen by a later look. An admin whom luxid does not answer can only make another node the master.
 */
export function* adminRound(world: AdminWorld): Run<void> {
  const nowUs = yield* perform<'now'>({ kind: 'now' })
  const sight = yield* look(nowUs)
  for (const policy of world.policies) {
    if (policy.kind === 'fail-master-over') failMasterOver(world, policy, sight, nowUs)
    else if (sight !== undefined && !isBlind(sight)) yield* attempt(carryOut(world, policy, sight))
  }
}

/** What luxid tells, or undefined where it does not. */
function* look(nowUs: number): Run<Sight | undefined> {
  try {
    return yield* lookByLuxi(nowUs)
  } catch (error) {
    if (error instanceof LuxiError) return undefined
    throw error
  }
}

function* lookByLuxi(nowUs: number): Run<Sight> {
  yield* perform<'connect'>({ kind: 'connect' })
  const nodes = yield* queryRows('node', ['name', 'offline', 'dtotal'], null)
  const instances = yield* queryRows('instance', ['name', 'tags'], null)
  const [isDrained] = listOf(yield* call('QueryConfigValues', ['drain_flag']))
  return {
    nowUs,
    nodes: nodes.map(([name, offline, dtotal]) => ({
      name: String(name),
      offline: offline === true,
      // No sizes come from a dead node, and none from one with broken disks.
      isSilent: offline !== true && typeof dtotal !== 'number',
    })),
    instances: instances.map(([name, tags]) => ({ name: String(name), tags: listOf(tags).map(String) })),
    isDrained: isDrained === true,
  }
}

/** When more than half of the nodes seem to be dead it is the master that is cut off. */
function isBlind({ nodes }: Sight): boolean {
  return 2 * nodes.filter(node => node.isSilent).length > nodes.length
}

function* carryOut(world: AdminWorld, policy: AdminPolicy, sight: Sight): Run<void> {
  const { cluster, memory, log } = world
  const isDue = (subject: string, holds: boolean) =>
    memory.isDue(`${policy.kind} ${subject}`, holds, policy.delay, sight.nowUs)
  switch (policy.kind) {
    case 'mark-offline':
      for (const { name, isSilent } of sight.nodes) {
        if (!isDue(name, isSilent)) continue
        log(`marks ${name} offline`)
        if (policy.fences) cluster.powerOff(name)
        yield* setNode(name, { offline: true, auto_promote: true }, sight.nowUs)
      }
      return
    case 'bring-back':
      for (const { name, offline } of sight.nodes) {
        if (!isDue(name, offline)) continue
        log(`brings ${name} back`)
        repair(cluster, name)
        yield* setNode(name, { offline: false }, sight.nowUs)
      }
      return
    case 'clear-failures':
      for (const { name, tags } of sight.instances) {
        const failed = tags.filter(tag => FAILURE.test(tag))
        if (!isDue(name, failed.length > 0)) continue
        log(`clears ${failed.length} results of ${name}`)
        yield* submitJob([
          {
            OP_ID: 'OP_TAGS_DEL',
            kind: 'instance',
            name,
            tags: failed,
            reason: reason('gnt-instance', sight.nowUs),
          },
        ])
      }
      return
    case 'drain-queue': {
      const isEnough = memory.isDue('undrain', sight.isDrained, policy.duration, sight.nowUs)
      if (isEnough || isDue('queue', !sight.isDrained)) {
        log(sight.isDrained ? 'undrains the queue' : 'drains the queue')
        yield* call('SetDrainFlag', !sight.isDrained)
      }
      return
    }
    case 'fail-master-over':
      return
    default:
      return exhaustive(policy)
  }
}

/** A repair's result that says failure (tags.md). */
const FAILURE = /^ganeti:watcher:autorepair:result:[^:]*:[^:]*:[^:]*:failure:/

/** Whatever was broken works, and the node has booted: none of its old guests is left. */
function repair(cluster: SimulatedCluster, name: string): void {
  const machine = cluster.machine(name)
  cluster.powerOff(name)
  if (machine.hasBrokenStorage) machine.replaceStorage()
  machine.restoreNetwork()
  cluster.powerOn(name)
  machine.removeOrphanVolumes()
}

/** The candidates are tried in turn; the old master is powered off before, so that there are never two. */
function failMasterOver(
  { cluster, memory, log }: AdminWorld,
  policy: AdminPolicy,
  sight: Sight | undefined,
  nowUs: number,
): void {
  const isGone = sight === undefined || isBlind(sight)
  if (!memory.isDue('master', isGone, policy.delay, nowUs)) return
  const old = cluster.nodeNames.find(name => cluster.machine(name).isMaster)
  if (old !== undefined) cluster.powerOff(old)
  const master = cluster.nodeNames.find(
    name => cluster.machine(name).isPoweredOn && cluster.failOverMaster(name).exitCode === 0,
  )
  log(master === undefined ? 'finds no node that can be the master' : `makes ${master} the master`)
}

function* setNode(name: string, change: JsonObject, nowUs: number): Run<void> {
  yield* submitJob([
    { OP_ID: 'OP_NODE_SET_PARAMS', node_name: name, ...change, reason: reason('gnt-node', nowUs) },
  ])
}

function reason(command: string, nowUs: number): JsonValue {
  return [[`gnt:client:${command}`, '', nowUs * 1_000]]
}
