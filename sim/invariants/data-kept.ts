import type { InstanceState } from '../ganeti/state/objects.ts'
import type { Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import { holdsCopy } from './watch/copies.ts'
import { bookOf } from './watch/repair-book.ts'
import { logOf, nodesOf } from './watch/truth-log.ts'

/** Looked at before and after each repair, on the nodes that are the instance's own then. */
export const dataKept: Invariant = {
  name: 'data-kept',
  about: 'What a node that is not offline held of an instance before a repair is still there after it.',
  watch: stage => {
    const hadData = new Set<number>()
    const log = logOf(stage)
    bookOf(stage).read({
      begun: ({ id, instance: name, submittedUs }) => {
        const instance = stage.truth.instancesByName.get(name)
        if (instance === undefined) return
        // A mark that was taken away after the submission came too late for harep.
        const holders = holdersOf(stage, instance).filter(
          node => !log.since(node, submittedUs).some(({ flags }) => flags === 'offline'),
        )
        if (holders.length > 0) hadData.add(id)
      },
      ended: ({ id, instance: name, type, status }) => {
        const instance = stage.truth.instancesByName.get(name)
        if (!hadData.delete(id) || instance === undefined) return
        if (holdersOf(stage, instance).length > 0) return
        stage.violate(
          'data-kept',
          `job ${id}, ${type} of ${name}, has ended (${status}), and none of its nodes holds any more what was there before`,
        )
      },
    })
    return {}
  },
}

/** The nodes of an instance that hold the data which it began with. */
function holdersOf({ truth }: Stage, instance: Readonly<InstanceState>) {
  return nodesOf(instance)
    .map(uuid => truth.node(uuid))
    .filter(node => holdsCopy(node, instance, false))
}
