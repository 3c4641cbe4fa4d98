import type { Instance } from '../cluster/instance.ts'
import { isAsked, type Node } from '../cluster/node.ts'
import { parseRepairTag, type TaggedRepair } from '../cluster/repair-tag.ts'
import type { Snapshot } from '../cluster/snapshot.ts'
import { readHistory } from '../planner/healing/history.ts'
import type { PlanInput } from '../planner/healing/plan-input.ts'
import { instancesOf } from '../planner/healing/queue-index.ts'
import type { QueuedJob } from '../planner/queue.ts'
import { whatWouldChange } from '../planner/what-would-change.ts'
import { effectivePermission } from '../policy/effective-permission.ts'
import { objectsOf } from '../policy/objects-of.ts'
import type { Decider, Level } from '../policy/permission.ts'
import { type PolicyTag, parsePolicyTag } from '../policy/policy-tag.ts'
import { type Held, type HoldsSeen, heldIn } from './held.ts'
import type { StatusRow } from './status-fields.ts'
import { type Surveyed, statusRows } from './status-rows.ts'

/** All that there is to say about one instance. Data; explain-text.ts and explain-json.ts print it. */
export interface Explanation {
  readonly row: StatusRow
  readonly wayOut: string | undefined
  readonly policy: readonly PolicyLine[]
  readonly nodes: readonly NodeLine[]
  readonly repairs: readonly RepairLine[]
  /** All holds that stand, each with those of its jobs that are about this instance. */
  readonly held: readonly Held[]
  readonly nowSeconds: bigint
}

/** A tag that says something about repairs. */
export interface PolicyLine {
  readonly level: Level
  readonly object: string
  readonly tag: string
  readonly meaning: PolicyTag
  /** Whether it is the tag that holds for the instance now. */
  readonly decides: boolean
  /** Whether it is a suspension whose time has passed. */
  readonly isOver: boolean
}

export type NodeState = 'online' | 'offline' | 'drained' | 'silent' | 'not-vm-capable'

interface NodeLine {
  readonly name: string
  readonly role: 'primary' | 'secondary'
  readonly state: NodeState
}

/** A tag in which a repair is on record. */
export interface RepairLine {
  readonly tag: string
  /** undefined where it cannot be read. */
  readonly repair: TaggedRepair | undefined
  /** What is known of its jobs, in the order of the tag; archived or gone ones may be unknown. */
  readonly jobs: readonly { readonly id: string; readonly job: QueuedJob | undefined }[]
}

/** What was seen: enough of a survey. */
export interface SurveyedAll extends Surveyed, HoldsSeen {
  readonly input: Pick<PlanInput, 'snapshot' | 'nowSeconds' | 'queue' | 'archived'>
}

/** Explains the instance of that very name; undefined where no decision is about it. */
export function explain(surveyed: SurveyedAll, name: string): Explanation | undefined {
  const [row] = statusRows(surveyed, ({ instance }) => instance === name)
  if (!row) return undefined
  const { instance, decision } = row
  const { snapshot } = surveyed.input
  return {
    row,
    wayOut: whatWouldChange(decision.reason, decision.instance),
    policy: instance ? policyLines(instance, decision.decidedBy, surveyed) : [],
    nodes: instance ? nodeLines(instance, snapshot) : [],
    repairs: instance ? repairLines(instance, surveyed) : [],
    held: heldIn(surveyed, job => instancesOf(job).has(name)),
    nowSeconds: surveyed.input.nowSeconds,
  }
}

function policyLines(
  instance: Instance,
  decidedBy: Decider | undefined,
  { input: { snapshot, nowSeconds } }: SurveyedAll,
): readonly PolicyLine[] {
  const permission = effectivePermission(snapshot, { nowSeconds, unreadableSuspends: true })(instance)
  // A one-off permission that allows more than these tags is none of them, and stands among the repairs on record.
  const isOnce = decidedBy !== undefined && parseRepairTag(decidedBy.tag) !== undefined
  const by = isOnce || permission.kind === 'not-enabled' ? undefined : permission.by
  return objectsOf(instance, snapshot).flatMap(({ level, object, tags }) =>
    tags.flatMap(tag => {
      const meaning = parsePolicyTag(tag)
      if (!meaning) return []
      const decides = by?.level === level && by.tag === tag
      const isOver = meaning.kind === 'suspend-until' && meaning.seconds <= nowSeconds
      return [{ level, object, tag, meaning, decides, isOver }]
    }),
  )
}

function nodeLines({ primary, secondary }: Instance, { nodes }: Snapshot): readonly NodeLine[] {
  const line = (name: string | undefined, role: NodeLine['role']) => {
    const node = nodes.get(name ?? '')
    return node ? [{ name: node.name, role, state: nodeState(node) }] : []
  }
  return [...line(primary, 'primary'), ...line(secondary, 'secondary')]
}

function nodeState(node: Node): NodeState {
  if (node.offline) return 'offline'
  if (node.drained) return 'drained'
  if (!isAsked(node)) return 'not-vm-capable'
  return node.silence === undefined ? 'online' : 'silent'
}

/** The oldest first; tags that cannot be read last. */
function repairLines({ tags }: Instance, { input: { queue, archived } }: SurveyedAll): readonly RepairLine[] {
  const history = readHistory(tags)
  const jobs = new Map(queue.map(job => [job.id, job]))
  const lines = history.tags.map(({ tag }) => {
    const repair = parseRepairTag(tag)
    const ids = repair?.jobs ?? []
    return { tag, repair, jobs: ids.map(id => ({ id, job: jobs.get(id) ?? archived.get(id) })) }
  })
  lines.sort((a, b) => compare(a.repair?.timeSeconds ?? 0n, b.repair?.timeSeconds ?? 0n))
  return [...lines, ...history.malformed.map(tag => ({ tag, repair: undefined, jobs: [] }))]
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
