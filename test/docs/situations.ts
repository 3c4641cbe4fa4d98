import type { DiskTemplate, Instance, InstanceStatus } from '../../src/cluster/instance.ts'
import type { Node } from '../../src/cluster/node.ts'
import type { Opcode } from '../../src/cluster/opcode.ts'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import { plan } from '../../src/planner/healing/plan.ts'
import { COPY_MIB_PER_SECOND } from '../../src/planner/healing/table/local.ts'
import { anInstance } from '../builders/cluster.ts'
import { aPlanInput, aRoomyNode } from '../builders/plan.ts'

/*
 * The situations of the manual's table: one instance in a cluster of five nodes that have room, with everything allowed.
 * What is decided there is asked of the planner; what would be due after that, too, on the cluster as the repair leaves it.
 */

export const NODE_WORDS = ['well', 'drained', 'offline', 'silent'] as const
export type NodeWord = (typeof NODE_WORDS)[number]

/** What luxid says of an instance whose primary node answers; TOO_LARGE is a running one that takes too long to copy. */
export const TOO_LARGE = 'running, too large'
const LIVE_WORDS = ['running', TOO_LARGE, 'ERROR_up', 'ADMIN_down', 'ERROR_down', 'USER_down'] as const
/** On an offline node its status is always ERROR_nodeoffline; what counts is whether it is marked up. */
const MARKED_WORDS = ['marked up', 'marked down'] as const
const SILENT_WORDS = ['ERROR_nodedown'] as const

export type InstanceWord =
  | (typeof LIVE_WORDS)[number]
  | (typeof MARKED_WORDS)[number]
  | (typeof SILENT_WORDS)[number]

export interface Situation {
  readonly template: DiskTemplate
  readonly primary: NodeWord
  /** Only of drbd. */
  readonly secondary: NodeWord | undefined
  readonly instance: InstanceWord
}

/** The words for an instance that there can be on such a primary node. */
export function instanceWords(primary: NodeWord): readonly InstanceWord[] {
  if (primary === 'offline') return MARKED_WORDS
  return primary === 'silent' ? SILENT_WORDS : LIVE_WORDS
}

/** An instance in a situation, and the nodes that are not as the others. */
interface Scene {
  readonly instance: Instance
  readonly nodes: readonly Node[]
}

/** What is done now, and which repairs follow, until there is none. */
export interface Answer {
  readonly decision: HealingDecision
  readonly instance: Instance
  readonly then: readonly HealingDecision[]
  /** The instance after all that. */
  readonly end: Instance
}

/** Asks the planner. Throws an Error where repairs follow each other without an end. */
export function answerTo(situation: Situation): Answer {
  const scene = sceneOf(situation)
  const decision = decide(scene)
  const then: HealingDecision[] = []
  let [last, now] = [decision, scene]
  while (last.action.kind === 'repair') {
    if (then.length > 4) throw new Error(`no end of repairs: ${JSON.stringify(situation)}`)
    now = { ...now, instance: last.action.opcodes.reduce(afterOpcode, now.instance) }
    last = decide(now)
    if (last.action.kind === 'repair') then.push(last)
  }
  return { decision, instance: scene.instance, then, end: now.instance }
}

function decide({ instance, nodes }: Scene): HealingDecision {
  const [decision] = plan(aPlanInput({ instances: [instance], nodes }))
  if (!decision) throw new Error('the plan has no decision')
  return decision
}

function sceneOf({ template, primary, secondary, instance }: Situation): Scene {
  const nodes = [nodeOf('n1', primary), ...(secondary === undefined ? [] : [nodeOf('n2', secondary)])]
  const isDown = instance === 'ERROR_up' || instance === 'ADMIN_down' || instance === 'marked down'
  const tooLargeMiB = 605 * COPY_MIB_PER_SECOND
  return {
    nodes,
    instance: anInstance({
      diskTemplate: template,
      secondary: secondary === undefined ? undefined : 'n2',
      adminState: isDown ? 'down' : 'up',
      status: statusOf(instance),
      ...(instance === TOO_LARGE && { diskUsageMiB: tooLargeMiB }),
    }),
  }
}

function nodeOf(name: string, word: NodeWord): Node {
  return aRoomyNode(name, {
    offline: word === 'offline',
    drained: word === 'drained',
    silence: word === 'silent' ? 'it did not answer' : undefined,
  })
}

function statusOf(word: InstanceWord): InstanceStatus {
  switch (word) {
    case TOO_LARGE:
      return 'running'
    case 'marked up':
    case 'marked down':
      return 'ERROR_nodeoffline'
    default:
      return word
  }
}

/** What an instance is after an opcode of a repair has succeeded. Throws an Error for one of which that is not said here. */
function afterOpcode(instance: Instance, opcode: Opcode): Instance {
  const [first, second] = namedNodes(opcode)
  const { primary, secondary } = instance
  const swapped =
    secondary === undefined
      ? { ...instance, primary: first ?? SPARE }
      : { ...instance, primary: secondary, secondary: primary }
  switch (opcode.OP_ID) {
    case 'OP_INSTANCE_REPLACE_DISKS':
      return { ...instance, secondary: first ?? SPARE }
    case 'OP_INSTANCE_FAILOVER':
      return live(swapped)
    case 'OP_INSTANCE_MIGRATE':
      // Its guest does not notice, whatever it is marked as.
      return swapped
    case 'OP_INSTANCE_MOVE':
      return live({ ...instance, primary: first ?? SPARE })
    case 'OP_INSTANCE_RECREATE_DISKS':
      return live({ ...instance, primary: first ?? SPARE, secondary: second })
    case 'OP_INSTANCE_SHUTDOWN':
      return { ...instance, adminState: 'down' }
    case 'OP_INSTANCE_STARTUP':
      return live({ ...instance, adminState: 'up' })
    case 'OP_INSTANCE_ACTIVATE_DISKS':
    case 'OP_INSTANCE_REINSTALL':
      return instance
    default:
      throw new Error(`what does ${opcode.OP_ID} do?`)
  }
}

/** A node of the cluster that is well and has neither copy. */
const SPARE = 'n5'

function live(instance: Instance): Instance {
  return { ...instance, status: instance.adminState === 'up' ? 'running' : 'ADMIN_down' }
}

/** The nodes that an opcode names for an instance to go to. */
export function namedNodes({ nodes, remote_node: remote, target_node: target }: Opcode): readonly string[] {
  const named = [...(Array.isArray(nodes) ? nodes : []), remote, target]
  return named.filter(name => typeof name === 'string')
}
