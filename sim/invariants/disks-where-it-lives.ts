import { storageKind } from '../ganeti/state/templates.ts'
import type { Invariant } from './invariant.ts'
import { bookOf } from './watch/repair-book.ts'
import { undisturbedIn } from './watch/undisturbed.ts'

/** Judged when the job is over; where something else has happened since it began, nothing is said. */
export const disksWhereItLives: Invariant = {
  name: 'disks-where-it-lives',
  about: 'After a repair that has ended well all disks of the instance are on its primary node.',
  watch: stage => {
    const isUndisturbed = undisturbedIn(stage)
    bookOf(stage).read({
      ended: repair => {
        const { id, instance: name, type, status } = repair
        const instance = stage.truth.instancesByName.get(name)
        if (status !== 'success' || instance === undefined || !isUndisturbed(repair)) return
        if (!['mirrored', 'node'].includes(storageKind(instance.diskTemplate))) return
        const { hardware, name: primary } = stage.truth.node(instance.primaryUuid)
        const missing = instance.disks.findIndex(({ uuid }) => !hardware.volumes.has(uuid))
        if (missing < 0) return
        stage.violate(
          'disks-where-it-lives',
          `job ${id}, ${type} of ${name}, has ended well, and disk ${missing} is not on ${primary}`,
        )
      },
    })
    return {}
  },
}
