import type { FaultName } from '../faults/all.ts'
import type { InstanceState } from '../ganeti/state/objects.ts'
import type { Invariant } from './invariant.ts'
import { holdsCopy } from './watch/copies.ts'
import { isLeftover } from './watch/leftover.ts'
import type { RepairJob } from './watch/marks.ts'
import { bookOf, isOriginalInUse, type RepairBook, writesOver } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'
import { logOf, nodesOf } from './watch/truth-log.ts'

/**
 * With a lock of its own a second harep takes the hold of a run that stands still for minutes for one of a dead run, and repairs what that run
 * then submits, held by nothing, in the very moment it goes on: nothing that is asked before can tell.
 */
const TOGETHER_EXCUSED = ['harep-hangs', 'second-harep'] as const satisfies readonly FaultName[]

/**
 * Judged when it is submitted, by what the run could have seen since it began, and when its RECREATE_DISKS begins, unless the node has come
 * back so late that no run had a chance to cancel it.
 */
export const lastCopy: Invariant = {
  name: 'last-copy',
  about: 'Disks are made again or written over only when no node that is not offline holds a copy.',
  watch: stage => {
    const log = logOf(stage)
    const window = windowOf(stage)
    const book = bookOf(stage)
    const happened = new Set<string>()
    const judge = (repair: RepairJob, sinceUs: number, when: string) => {
      if (TOGETHER_EXCUSED.every(fault => happened.has(fault))) return
      const instance = stage.truth.instancesByName.get(repair.instance)
      if (instance === undefined || isForgotten(book, repair, instance)) return
      for (const uuid of nodesOf(instance)) {
        const node = stage.truth.node(uuid)
        if (log.since(node, sinceUs).some(({ flags }) => flags === 'offline')) continue
        if (isLeftover(book, log, instance, node)) continue
        if (
          !holdsCopy(node, instance, {
            original: isOriginalInUse(book, instance),
            installed: isSystemInUse(book, instance),
          })
        )
          continue
        stage.violate(
          'last-copy',
          `job ${repair.id} of ${repair.instance} (${repair.opcodes.join('+')}) ${when} although ${node.name}, which is not offline, holds a copy of its disks`,
        )
      }
    }
    book.read({
      submitted: repair => {
        if (writesOver(repair)) judge(repair, window.sinceUs(), 'was submitted')
      },
      opcodeBegun: (repair, opcode) => {
        if (
          opcode !== 'RECREATE_DISKS' &&
          !(opcode === 'REINSTALL' && !repair.opcodes.includes('RECREATE_DISKS'))
        )
          return
        const sinceUs = window.lastChanceUs(repair)
        // One whose file is lost no run can see.
        if (sinceUs !== undefined && !stage.lostJobs.has(repair.id)) judge(repair, sinceUs, `began ${opcode}`)
      },
    })
    return {
      happened: ({ fault }) => {
        happened.add(fault)
      },
    }
  },
}

/**
 * Whether the record of an earlier re-creation that failed is gone, which an admin has removed: the node where it was tried may have the data
 * of before, and harep cannot know.
 */
function isForgotten(book: RepairBook, { id }: RepairJob, { name, tags }: Readonly<InstanceState>): boolean {
  return book
    .of(name)
    .some(
      other =>
        other.id < id &&
        other.opcodes.includes('RECREATE_DISKS') &&
        other.begunUs !== undefined &&
        other.status === 'error' &&
        ![...tags].some(tag => tag.endsWith(`:${other.id}`)),
    )
}

/** What a re-creation of ours has installed and not finished counts for nothing; what it has finished does. */
function isSystemInUse(book: RepairBook, { name }: Readonly<InstanceState>): boolean {
  return (
    book.of(name).findLast(repair => repair.endedUs !== undefined && writesOver(repair))?.status === 'success'
  )
}
