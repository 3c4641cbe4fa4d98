import type { Invariant } from './invariant.ts'
import type { RepairJob } from './watch/marks.ts'
import { bookOf } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'
import { silencesOf } from './watch/silences.ts'
import { logOf, nodesOf } from './watch/truth-log.ts'

/**
 * Each repair stops or moves an instance, or copies its disks. Where its nodes have been well since before the run that submits one began,
 * nothing is to be repaired; where a run has ended since they were, a job that has not begun should be cancelled. What a re-creation
 * of ours, or a new secondary that failed, has left undone is another matter: the nodes do not tell of that.
 */
export const wellLeftAlone: Invariant = {
  name: 'well-left-alone',
  about:
    'An instance whose nodes are well is not repaired: nothing that runs as it should is stopped by harep.',
  watch: stage => {
    const log = logOf(stage)
    const window = windowOf(stage)
    const book = bookOf(stage)
    const silences = silencesOf(stage)
    const judge = (repair: RepairJob, sinceUs: number, when: string) => {
      const instance = stage.truth.instancesByName.get(repair.instance)
      if (instance === undefined || hasUnfinished(repair)) return
      const nodes = nodesOf(instance).map(uuid => stage.truth.node(uuid))
      const wereWell = nodes.every(
        node =>
          !silences.wasSilentSince(node, sinceUs) &&
          log.since(node, sinceUs).every(({ flags }) => flags === ''),
      )
      if (
        !wereWell ||
        log.since(instance, sinceUs).some(({ nodes: were }) => were.join() !== nodesOf(instance).join())
      )
        return
      const names = nodes.map(({ name }) => name).join(' and ')
      stage.violate(
        'well-left-alone',
        `job ${repair.id}, ${repair.type} of ${repair.instance}, ${when} although ${names} had been well since ${Math.floor(sinceUs / 1e6)} s at the latest`,
      )
    }
    // Only what completes it is excused, and only what the last one of its type that has begun has left undone.
    const hasUnfinished = ({ id, instance, type }: RepairJob) => {
      if (type !== 'reinstall' && type !== 'fix-storage') return false
      const last = book
        .of(instance)
        .findLast(other => other.id < id && other.type === type && other.begunUs !== undefined)
      return last !== undefined && last.status !== 'success'
    }
    book.read({
      submitted: repair => judge(repair, window.sinceUs(), 'was submitted'),
      begun: repair => {
        // Of one whose file is lost no run knows, and none can cancel it.
        if (stage.lostJobs.has(repair.id)) return
        const sinceUs = window.lastChanceUs(repair)
        if (sinceUs !== undefined) judge(repair, sinceUs, 'began')
      },
    })
    return {}
  },
}
