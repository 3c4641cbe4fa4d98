import type { Instance } from '../../cluster/instance.ts'
import { effectivePermission } from '../../policy/effective-permission.ts'
import { whatAllows } from '../../policy/what-allows.ts'
import { takeClaims } from './claims.ts'
import { type Due, decide } from './decide.ts'
import type { HealingDecision } from './decision.ts'
import { decisionOf, fineDecision } from './decision-of.ts'
import type { Remedy } from './diagnosis.ts'
import { figuresOf } from './figures.ts'
import { NO_HISTORY, readHistory } from './history.ts'
import { lockedByCopies } from './locked-by-copies.ts'
import { namesOfNodes } from './names-of-nodes.ts'
import { isTied, type Placed, placeWish } from './place.ts'
import type { PlanInput } from './plan-input.ts'
import { indexQueue, type QueueIndex } from './queue-index.ts'
import { roomOf } from './room.ts'
import { diagnose } from './table/diagnose.ts'
import { FINE } from './table/verdict.ts'

/**
 * A decision for every selected instance, in luxid's order; those that cannot be read come last. Pure, and all of it
 * frozen. Cheap for instances that are well: their tags are only looked at for repair tags, their permission is not asked.
 */
export function plan(input: PlanInput): readonly HealingDecision[] {
  const { snapshot, isSelected } = input
  const queue = indexQueue(input.queue, input.archived)
  const figures = figuresOf(snapshot)
  const judged = judge(input, queue, figures)
  const placed = placeAll(judged, input, queue)
  const decisions = judged.map((one, index) =>
    isDue(one) ? repairDecision(one, placed.get(index), figures(groupOf(one.instance, input))) : one,
  )
  for (const { name, problem } of snapshot.unreadable) {
    if (isSelected(name)) decisions.push(decisionOf(name, 'needs-repair', { code: 'unreadable', problem }))
  }
  return Object.freeze(decisions)
}

type Judged = HealingDecision | Due

function isDue(one: Judged): one is Due {
  return 'broken' in one
}

function groupOf({ primary }: Instance, { snapshot }: PlanInput): string {
  return snapshot.nodes.get(primary)?.groupUuid ?? ''
}

function judge(
  input: PlanInput,
  queue: QueueIndex,
  figures: ReturnType<typeof figuresOf>,
): readonly Judged[] {
  const { snapshot, limits, nowSeconds, withheld, isSelected } = input
  const judgement = { nowSeconds, unreadableSuspends: true }
  const permission = effectivePermission(snapshot, judgement)
  const judged: Judged[] = []
  for (const instance of snapshot.instances) {
    const { name } = instance
    if (!isSelected(name)) continue
    const table = diagnose(instance, snapshot, limits)
    const history = readHistory(instance.tags)
    if (table === FINE && history === NO_HISTORY && !queue.repairing(name) && !withheld.has(name)) {
      judged.push(fineDecision(name))
      continue
    }
    judged.push(
      decide({
        instance,
        history,
        table,
        permission: () => permission(instance),
        toAllow: type => whatAllows(type, instance, snapshot, judgement, history.oneOffs),
        queue,
        input,
        figures: () => figures(groupOf(instance, input)),
      }),
    )
  }
  return judged
}

/**
 * Finds room for what is due, in this order: what jobs in the queue will need, what can only go to one place, and the
 * rest; within each in luxid's order, so that no two count on the same room.
 */
function placeAll(
  judged: readonly Judged[],
  input: PlanInput,
  queue: QueueIndex,
): ReadonlyMap<number, Placed> {
  const { snapshot } = input
  const placed = new Map<number, Placed>()
  const due = judged.flatMap((one, index) => (isDue(one) ? [{ index, due: one }] : []))
  if (due.length === 0) return placed
  const room = roomOf(snapshot)
  if (queue.unfinishedRepairs.length > 0)
    takeClaims(queue.unfinishedRepairs, new Map(snapshot.instances.map(one => [one.name, one])), room)
  const locked = lockedByCopies(input.queue, snapshot)
  const tied = due.filter(one => isTied(one.due.broken.remedy))
  const free = due.filter(one => !isTied(one.due.broken.remedy))
  for (const { index, due: one } of [...tied, ...free]) {
    const wish = { ...one, remedy: one.broken.remedy, lockedByCopies: locked }
    placed.set(index, placeWish(wish, room, snapshot))
  }
  return placed
}

function repairDecision(due: Due, placed: Placed | undefined, figures: string): HealingDecision {
  const { instance, broken, decidedBy, oneOffId, supersedes } = due
  if (placed?.kind !== 'opcodes')
    return decisionOf(instance.name, 'needs-repair', placed?.reason ?? broken.reason, decidedBy)
  const { type, remedy, reason } = broken
  const isDestructive = remedy.kind === 're-create' || (remedy.kind === 'go-on' && remedy.isDestructive)
  return decisionOf(instance.name, 'needs-repair', reason, decidedBy, {
    kind: 'repair',
    type,
    opcodes: placed.opcodes,
    isDestructive,
    oneOffId,
    figures,
    from: nodesBefore(instance, remedy),
    supersedes,
  })
}

/** Ganeti writes new nodes down before anything is there: the job says which there were. */
function nodesBefore(instance: Instance, remedy: Remedy): readonly string[] | undefined {
  if (remedy.kind === 're-create') return remedy.from
  return remedy.kind === 'replace-secondary' ? namesOfNodes(instance) : undefined
}
