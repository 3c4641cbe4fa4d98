import type { Invariant } from './invariant.ts'
import { bookOf } from './watch/repair-book.ts'
import { undisturbedIn } from './watch/undisturbed.ts'

/** What starts an instance that is marked up, or leaves it running. */
const STARTS = ['FAILOVER', 'MIGRATE', 'STARTUP']

/**
 * Judged when the job is over, by what Ganeti has promised with that. A node that has lost its power since, or a guest that was stopped
 * from within, is another matter: where something else has happened in the meantime nothing is said.
 */
export const runsAgain: Invariant = {
  name: 'runs-again',
  about:
    'An instance that is marked up and that harep has failed over, migrated or started runs on its primary node.',
  watch: stage => {
    const isUndisturbed = undisturbedIn(stage)
    bookOf(stage).read({
      ended: repair => {
        const { id, instance: name, status, opcodes } = repair
        const instance = stage.truth.instancesByName.get(name)
        if (status !== 'success' || instance?.adminState !== 'up' || !isUndisturbed(repair)) return
        const step = opcodes.findLast(opcode => STARTS.includes(opcode))
        if (step === undefined) return
        const primary = stage.truth.node(instance.primaryUuid)
        if (!primary.hardware.poweredOn || primary.hardware.guests.has(instance.uuid)) return
        stage.violate(
          'runs-again',
          `job ${id} has ended well, with ${step} of ${name}, which does not run on ${primary.name}`,
        )
      },
    })
    return {}
  },
}
