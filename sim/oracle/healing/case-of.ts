import { nodedAnswers } from '../../ganeti/state/hardware.ts'
import type { NodeState } from '../../ganeti/state/objects.ts'
import { instanceDiskUsageMiB } from '../../ganeti/state/templates.ts'
import { allowedBy } from '../../invariants/watch/allowed.ts'
import { isCopyBehind } from '../../invariants/watch/copy-behind.ts'
import type { RepairJob } from '../../invariants/watch/marks.ts'
import type { RepairBook } from '../../invariants/watch/repair-book.ts'
import type { Version } from '../../invariants/watch/truth-log.ts'
import { runOptionsOf } from '../../play/run-options.ts'
import type { Stage } from '../../play/stage.ts'
import { isRoomAmple } from './ample-room.ts'
import type { ModelCase, ModelNode } from './model-case.ts'

/** What of a case is not as the cluster is now. */
export interface Moment {
  /** The instance as it was when the run began. */
  readonly was: Version
  readonly runs: ModelCase['runs']
  /** Repairs submitted since are none of the case, nor are the tags that name them. Microseconds since the beginning. */
  readonly beforeUs: number
  /** By the clock that harep reads. */
  readonly nowSeconds: number
  readonly runStartSeconds: number
}

/** The case of an instance. Undefined where there is no such instance any more. */
export function caseOf(stage: Stage, book: RepairBook, name: string, moment: Moment): ModelCase | undefined {
  const { truth, setting } = stage
  const instance = truth.instancesByName.get(name)
  if (instance === undefined) return undefined
  const { was, beforeUs, nowSeconds, runStartSeconds } = moment
  const [primary, secondary] = was.nodes.map(uuid => truth.node(uuid))
  if (primary === undefined) return undefined
  const all = book.of(name)
  const later = new Set(all.filter(({ submittedUs }) => submittedUs >= beforeUs).map(({ id }) => String(id)))
  const tags = [...instance.tags].filter(tag => !isAbout(tag, later))
  const group = truth.group(primary.groupUuid)
  const ofGroup = [...truth.nodesByName.values()].filter(({ groupUuid }) => groupUuid === group.uuid)
  const options = runOptionsOf(setting.harep, 'harep')
  if (options.classic) return undefined
  // What has no file any more is on nobody's record.
  const repairs = all.filter(
    ({ id, submittedUs }) => submittedUs < beforeUs && stage.cluster.statusOfJob(id) !== undefined,
  )
  return {
    template: instance.diskTemplate,
    adminState: was.flags === 'up' || was.flags === 'down' ? was.flags : 'offline',
    isForthcoming: instance.forthcoming,
    runs: moment.runs,
    mayBeUserDown: truth.cluster.enabledUserShutdown,
    diskMiB: instanceDiskUsageMiB(instance),
    nodeNames: [primary, ...(secondary === undefined ? [] : [secondary])].map(({ name: node }) => node),
    primary: modelNode(primary),
    secondary: secondary === undefined ? undefined : modelNode(secondary),
    tags,
    allowed: allowedBy([tags, group.tags, truth.cluster.tags], BigInt(nowSeconds)),
    repairs,
    archived: archivedOf(stage, repairs),
    isSecondaryBehind: isCopyBehind(stage, instance, { repairs, sinceUs: beforeUs }),
    isBusy: false,
    goneInGroup: ofGroup.filter(node => node.offline || isSilent(node)).length,
    nodesInGroup: ofGroup.length,
    isRoomAmple: isRoomAmple(stage, ofGroup, was.nodes),
    nowSeconds,
    runStartSeconds,
    limits: options.limits,
  }
}

function archivedOf({ cluster }: Stage, repairs: readonly RepairJob[]): ReadonlySet<number> {
  if (repairs.length === 0) return NONE
  const inQueue = new Set(cluster.jobs().map(({ id }) => id))
  return new Set(repairs.flatMap(({ id }) => (inQueue.has(id) ? [] : [id])))
}

const NONE: ReadonlySet<number> = new Set()

function modelNode(node: Readonly<NodeState>): ModelNode {
  const flags = node.offline ? 'offline' : node.drained ? 'drained' : ''
  return { flags, isSilent: isSilent(node), markedSeconds: node.mtimeUs / 1e6 }
}

/** Whether a node is not marked offline, and does not answer. One that holds no instances is not asked. */
export function isSilent(node: Readonly<NodeState>): boolean {
  return !node.offline && node.vmCapable && !nodedAnswers(node)
}

function isAbout(tag: string, jobs: ReadonlySet<string>): boolean {
  return jobs.size > 0 && jobs.has(tag.slice(tag.lastIndexOf(':') + 1))
}
