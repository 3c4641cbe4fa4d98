import type { Invariant } from './invariant.ts'
import { bookOf } from './watch/repair-book.ts'

/** One that is being cancelled does nothing any more. */
export const oneRepairInFlight: Invariant = {
  name: 'one-repair-in-flight',
  about: 'There are never two repairs in flight for one instance.',
  watch: stage => {
    const book = bookOf(stage)
    book.read({
      submitted: ({ id, instance }) => {
        for (const other of book.unfinished(instance)) {
          if (other.status === 'canceling') continue
          stage.violate(
            'one-repair-in-flight',
            `${instance} has two repairs in flight, jobs ${other.id} (${other.status}) and ${id}`,
          )
        }
      },
    })
    return {}
  },
}
