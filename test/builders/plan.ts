import type { Instance } from '../../src/cluster/instance.ts'
import type { JobStatus } from '../../src/cluster/job.ts'
import type { Node, NodeResources } from '../../src/cluster/node.ts'
import { type RepairRecord, tagged } from '../../src/cluster/repair-tag.ts'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import { plan } from '../../src/planner/healing/plan.ts'
import type { Limits, PlanInput } from '../../src/planner/healing/plan-input.ts'
import type { QueuedJob, QueuedOpcode } from '../../src/planner/queue.ts'
import { aNode, anInstance, aSnapshot, type SnapshotParts } from './cluster.ts'

/** When a plan is made, and when its run began. */
export const NOW = 1_795_760_000
const RUN_START = NOW - 5

const ALLOW_ALL = 'ganeti:watcher:autorepair:reinstall'

const LIMITS: Limits = { settleSeconds: 600, maxOffline: undefined, maxStopSeconds: 600 }

/** A node that answers and has 8 GiB of memory and 100 GiB of disk free, but for what is said. */
export function aRoomyNode(name: string, but: Partial<Node> = {}, free: Partial<NodeResources> = {}): Node {
  const resources = {
    memoryTotalMiB: 16384,
    memoryOfNodeMiB: 512,
    memoryFreeMiB: 8192,
    diskTotalMiB: 204800,
    diskFreeMiB: 102400,
    ...free,
  }
  const node = aNode(name, but)
  const isAsked = !node.offline && node.vmCapable && node.silence === undefined
  return { ...node, resources: isAsked ? resources : undefined }
}

/** What a test says of a plan's input. */
export interface PlanParts extends Partial<Omit<PlanInput, 'snapshot' | 'limits'>>, SnapshotParts {
  readonly limits?: Partial<Limits>
}

/** A cluster of five roomy nodes that allows everything, an hour after whatever happened to its nodes, but for what is said. */
export function aPlanInput(parts: PlanParts = {}): PlanInput {
  const { nodes, groups, instances, clusterTags = [ALLOW_ALL], limits, ...rest } = parts
  const five = ['n1', 'n2', 'n3', 'n4', 'n5'].map(name => aRoomyNode(name))
  const said = new Map((nodes ?? []).map(node => [node.name, node]))
  const others = (nodes ?? []).filter(({ name }) => !five.some(one => one.name === name))
  return {
    snapshot: aSnapshot({
      nodes: [...five.map(node => said.get(node.name) ?? node), ...others],
      instances: instances ?? [],
      clusterTags,
      ...(groups && { groups }),
    }),
    nowSeconds: BigInt(NOW),
    runStartSeconds: BigInt(RUN_START),
    ownJobs: new Set(),
    queue: [],
    archived: new Map(),
    limits: { ...LIMITS, ...limits },
    isSelected: () => true,
    withheld: new Map(),
    ...rest,
  }
}

/** The decision on the only instance of a plan. */
export function decisionOn(instance: Partial<Instance>, parts: PlanParts = {}): HealingDecision {
  const [decision] = plan(aPlanInput({ instances: [anInstance(instance)], ...parts }))
  if (!decision) throw new Error('the plan has no decision')
  return decision
}

/** What a decision comes to, in one line: the repair and its opcodes, or the state; and the reason. */
export function inShort({ state, reason, action }: HealingDecision): string {
  const what =
    action.kind === 'repair'
      ? `${action.type}: ${action.opcodes.map(({ OP_ID }) => OP_ID.replace('OP_INSTANCE_', '')).join(' ')}`
      : state
  return `${what} [${reason.code === 'repair-failed' ? reason.why : reason.code}]`
}

/** An opcode of a job in the queue that names instance i1, but for what is said. */
export function anOpcode(name: string, status: JobStatus, but: Partial<QueuedOpcode> = {}): QueuedOpcode {
  return {
    opId: name.startsWith('TAGS_') ? `OP_${name}` : `OP_INSTANCE_${name}`,
    status,
    instances: ['i1'],
    nodes: [],
    broughtBack: undefined,
    releasesEarly: false,
    tags: [],
    error: undefined,
    ...but,
  }
}

/** A job of somebody else's, but for what is said. */
export function aJob(id: string, but: Partial<QueuedJob> = {}): QueuedJob {
  return {
    id,
    status: 'success',
    endedSeconds: NOW - 300,
    opcodes: [anOpcode('REBOOT', 'success')],
    repair: undefined,
    isWithdrawn: false,
    hold: undefined,
    figures: undefined,
    from: undefined,
    witness: undefined,
    ...but,
  }
}

/** A repair of ours that failed, with its opcodes' ends in their order, and the tag that tells of it. */
export function aFailure(
  type: RepairRecord['type'],
  opcodes: readonly QueuedOpcode[],
  but: { readonly id?: string; readonly job?: string; readonly secondsAgo?: number } = {},
): { readonly job: QueuedJob; readonly tag: string } {
  const { id = 'ID', job = '7', secondsAgo = 300 } = but
  const timeSeconds = BigInt(NOW - secondsAgo)
  const { tag } = tagged({ type, id, timeSeconds, result: 'failure', jobs: [job] })
  const endedSeconds = NOW - secondsAgo - 1
  return { tag, job: aJob(job, { status: 'error', endedSeconds, opcodes, repair: { type, id } }) }
}
