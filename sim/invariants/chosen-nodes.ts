import type { InstanceState, NodeState } from '../ganeti/state/objects.ts'
import type { Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import type { RepairJob } from './watch/marks.ts'
import { bookOf, type RepairBook } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'
import { logOf, type TruthLog } from './watch/truth-log.ts'

const EXCLUSION = 'htools:iextags:'

/** Judged when it is submitted, by what was so all the time since the run began that submits it. */
export const chosenNodes: Invariant = {
  name: 'chosen-nodes',
  about:
    'A node that harep chooses is of the group of the instance, takes instances, and starts no two that are to be kept apart.',
  watch: stage => {
    const log = logOf(stage)
    const window = windowOf(stage)
    const book = bookOf(stage)
    book.read({
      submitted: repair => {
        const instance = stage.truth.instancesByName.get(repair.instance)
        if (instance === undefined) return
        for (const [index, name] of repair.chosen.entries()) {
          const node = stage.truth.nodesByName.get(name)
          if (node === undefined) continue
          const sinceUs = window.sinceUs()
          const objection =
            objectionTo(stage, log, instance, node, sinceUs) ??
            (index === 0 && startsThere(repair)
              ? neighbourOf(stage, { log, book, sinceUs, repair }, instance, node)
              : undefined)
          if (objection === undefined) continue
          const what = `job ${repair.id}, ${repair.type} of ${repair.instance}`
          stage.violate('chosen-nodes', `${what}, is to use ${name}, which ${objection}`)
        }
      },
    })
    return {}
  },
}

function startsThere({ opcodes }: RepairJob): boolean {
  return !opcodes.includes('REPLACE_DISKS')
}

function objectionTo(
  { truth }: Stage,
  log: TruthLog,
  instance: Readonly<InstanceState>,
  node: Readonly<NodeState>,
  sinceUs: number,
): string | undefined {
  const isOfGroup = log
    .since(instance, sinceUs)
    .some(({ nodes: [primary] }) => truth.node(primary ?? '').groupUuid === node.groupUuid)
  if (!isOfGroup) return 'is of another group'
  if (log.since(node, sinceUs).every(({ flags }) => flags === 'offline')) return 'is offline'
  if (log.since(node, sinceUs).every(({ flags }) => flags === 'drained')) return 'is drained'
  return node.vmCapable ? undefined : 'may hold no instances'
}

interface Choice {
  readonly log: TruthLog
  readonly book: RepairBook
  readonly sinceUs: number
  readonly repair: RepairJob
}

/** An instance on the node, or about to be started there by the same run, that shares a tag that is to keep them apart. */
function neighbourOf(
  { truth }: Stage,
  { log, book, sinceUs, repair }: Choice,
  instance: Readonly<InstanceState>,
  node: Readonly<NodeState>,
): string | undefined {
  const kept = (object: { readonly uuid: string }) => {
    const [first, ...others] = log.since(object, sinceUs)
    return (first?.tags ?? []).filter(tag => others.every(({ tags }) => tags.includes(tag)))
  }
  const prefixes = kept(truth.cluster).flatMap(tag =>
    tag.startsWith(EXCLUSION) ? [tag.slice(EXCLUSION.length)] : [],
  )
  if (prefixes.length === 0) return undefined
  const apart = kept(instance).filter(tag => prefixes.some(prefix => tag.startsWith(prefix)))
  for (const other of truth.instancesByName.values()) {
    if (other === instance || apart.length === 0) continue
    const isThere = log.since(other, sinceUs).every(({ nodes: [primary] }) => primary === node.uuid)
    const isToCome = book
      .unfinished(other.name)
      .some(one => one.hold === repair.hold && one.chosen[0] === node.name && startsThere(one))
    const shared = isThere || isToCome ? kept(other).find(tag => apart.includes(tag)) : undefined
    if (shared !== undefined) return `has ${other.name} with the same tag ${shared}`
  }
  return undefined
}
