import { storageKind } from '../ganeti/state/templates.ts'
import type { Invariant } from './invariant.ts'
import { bookOf } from './watch/repair-book.ts'

/** Judged when the job is over; where something else has happened since it began, nothing is said. */
export const disksWhereItLives: Invariant = {
  name: 'disks-where-it-lives',
  about: 'After a repair that has ended well all disks of the instance are on its primary node.',
  watch: stage => {
    let happenedUs = Number.NEGATIVE_INFINITY
    bookOf(stage).read({
      ended: ({ id, instance: name, type, status, begunUs }) => {
        const instance = stage.truth.instancesByName.get(name)
        if (status !== 'success' || instance === undefined || happenedUs >= (begunUs ?? 0)) return
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
    return {
      happened: () => {
        happenedUs = stage.elapsedUs
      },
    }
  },
}
