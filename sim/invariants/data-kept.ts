import type { InstanceState, NodeState } from '../ganeti/state/objects.ts'
import { storageKind } from '../ganeti/state/templates.ts'
import type { Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import { areWorth, holdsCopy } from './watch/copies.ts'
import { isLeftover } from './watch/leftover.ts'
import { instancesIn, isDestructive, type RepairJob } from './watch/marks.ts'
import { bookOf, isOriginalInUse, type RepairBook } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'
import { logOf, nodesOf } from './watch/truth-log.ts'

const DELAY = 'TEST_DELAY'

/**
 * Looked at before and after each repair, on the nodes that are the instance's own then; of one that begins with a delay, once
 * that is over, and of a re-creation once more right before it makes disks. A node that came back when no run could look any more, before that, does not count.
 */
export const dataKept: Invariant = {
  name: 'data-kept',
  about:
    'What a node that is not offline, or shared storage, held of an instance before a repair is still there after it.',
  watch: stage => {
    const log = logOf(stage)
    const window = windowOf(stage)
    /** When the run that submitted a repair began to look, or one that may have. */
    const lookedUs = new Map<number, number>()
    const notLookedAt = new Set<number>()
    const hadData = new Set<number>()
    /** When a job of others that makes an instance anew, as the original's do, last went on. */
    const writtenOverUs = new Map<string, number>()
    const book = bookOf(stage)
    const lookAt = ({ id, instance: name, submittedUs }: RepairJob) => {
      const sinceUs = window.lastRunWithin(submittedUs, stage.elapsedUs) ?? lookedUs.get(id) ?? submittedUs
      notLookedAt.delete(id)
      const wasOnline = (node: Readonly<NodeState>) =>
        log.since(node, sinceUs).every(({ flags }) => flags !== 'offline')
      const instance = stage.truth.instancesByName.get(name)
      if (instance === undefined) return
      const hasData = holdersOf(stage, book, instance).some(
        node => wasOnline(node) && !isLeftover(book, log, instance, node),
      )
      if (isOnShared(stage, book, instance) || hasData) hadData.add(id)
    }
    book.read({
      submitted: ({ id }) => {
        lookedUs.set(id, window.sinceUs())
        notLookedAt.add(id)
      },
      begun: repair => {
        if (repair.opcodes[0] !== DELAY && !stage.lostJobs.has(repair.id)) lookAt(repair)
      },
      // In its delay, which may be of hours, and until it makes disks any run can cancel it; but for one whose file is lost, which none can see.
      opcodeBegun: (repair, opcode) => {
        const { id } = repair
        if (opcode === DELAY || stage.lostJobs.has(id)) return
        if (notLookedAt.has(id) || opcode === 'RECREATE_DISKS') lookAt(repair)
      },
      ended: ({ id, instance: name, type, status, begunUs = 0 }) => {
        const instance = stage.truth.instancesByName.get(name)
        if (!hadData.delete(id) || instance === undefined) return
        if ((writtenOverUs.get(name) ?? -1) >= begunUs) return
        if (isOnShared(stage, book, instance) || holdersOf(stage, book, instance).length > 0) return
        stage.violate(
          'data-kept',
          `job ${id}, ${type} of ${name}, has ended (${status}), and neither its nodes nor shared storage hold any more what was there before`,
        )
      },
    })
    return {
      jobWritten: ({ id, opcodes }) => {
        if (book.repair(id) !== undefined || !opcodes.some(({ OP_ID: opId }) => isDestructive(opId))) return
        for (const name of instancesIn(opcodes)) writtenOverUs.set(name, stage.elapsedUs)
      },
    }
  },
}

/** Whether shared storage holds the data that an instance began with: whatever its nodes are like, it is there. */
function isOnShared({ truth }: Stage, book: RepairBook, instance: Readonly<InstanceState>): boolean {
  return (
    storageKind(instance.diskTemplate) === 'shared' &&
    isOriginalInUse(book, instance) &&
    areWorth(truth.sharedVolumes, instance, { original: true, installed: false })
  )
}

/** The nodes of an instance that hold the data which it began with. */
function holdersOf(
  { truth }: Stage,
  book: RepairBook,
  instance: Readonly<InstanceState>,
): readonly Readonly<NodeState>[] {
  if (!isOriginalInUse(book, instance)) return []
  return nodesOf(instance)
    .map(uuid => truth.node(uuid))
    .filter(node => holdsCopy(node, instance, { original: true, installed: false }))
}
