import type { Due } from './begin-chunk.ts'

/**
 * What is down comes before what still runs, and what is down for seconds only, once it is its turn, before what has to be made anew: Ganeti
 * makes repairs that need the same node one after the other, and a new second copy may take hours. Within that the order stays as it is.
 */
export function mostUrgentFirst(due: readonly Due[]): readonly Due[] {
  return due.toSorted((a, b) => rank(a) - rank(b))
}

function rank({ reason, action }: Due): number {
  switch (reason.code) {
    case 'primary-offline':
    case 'shared-offline':
      return 0
    case 'recreation-unfinished':
    case 'all-copies-offline':
      return 1
    default:
      return action.type === 'fix-storage' ? 3 : 2
  }
}
