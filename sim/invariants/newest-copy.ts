import type { Invariant } from './invariant.ts'
import { isCopyBehind } from './watch/copy-behind.ts'
import { bookOf } from './watch/repair-book.ts'
import { returnsOf } from './watch/returns.ts'
import { windowOf } from './watch/run-window.ts'
import { logOf, nodesOf } from './watch/truth-log.ts'

/** Judged when it is submitted, where no node of the instance's was marked or unmarked since the run began. */
export const newestCopy: Invariant = {
  name: 'newest-copy',
  about:
    'Nothing is failed over to a copy that an earlier failover has left behind, or that was away, and that was not brought up to date.',
  watch: stage => {
    const log = logOf(stage)
    const window = windowOf(stage)
    const book = bookOf(stage)
    // It is told of each job from the beginning.
    returnsOf(stage)
    book.read({
      submitted: ({ id, instance: name, type, opcodes }) => {
        const instance = stage.truth.instancesByName.get(name)
        if (instance === undefined || type !== 'failover' || !opcodes.includes('FAILOVER')) return
        const nodes = nodesOf(instance).map(uuid => stage.truth.node(uuid))
        const sinceUs = window.sinceUs()
        if (nodes.some(node => log.hasChanged(node, sinceUs))) return
        const repairs = book
          .of(name)
          .filter(one => one.id < id && stage.cluster.statusOfJob(one.id) !== undefined)
        if (isCopyBehind(stage, instance, { repairs, sinceUs }) !== 'yes') return
        const last = repairs.findLast(({ status }) => status === 'success')?.id
        stage.violate(
          'newest-copy',
          `job ${id} fails ${name} over to ${nodes[1]?.name}, whose copy lacks what was written since ${last === undefined ? 'it was away' : `job ${last} left it behind`}`,
        )
      },
    })
    return {}
  },
}
