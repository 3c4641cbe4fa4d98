import type { Story } from '../story.ts'
import { ADMINS } from './admins.ts'
import { BY_HAND } from './by-hand.ts'
import { FAILURES } from './failures.ts'

/** All stories; those of one cluster beside each other, since another cluster has to be brought up anew. */
const ALL: readonly Story[] = [...FAILURES, ...ADMINS, ...BY_HAND].sort((a, b) =>
  a.cluster < b.cluster ? -1 : a.cluster > b.cluster ? 1 : 0,
)

/** The stories whose names a comma-separated list has, or all. Throws RangeError for a name that no story has. */
export function chosenStories(names: string | undefined): readonly Story[] {
  if (names === undefined || names === '') return ALL
  const wanted = names.split(',')
  const unknown = wanted.find(name => ALL.every(story => story.name !== name))
  if (unknown !== undefined) {
    throw new RangeError(
      `HAREP_STORIES names a story that does not exist: ${unknown}. There are ${ALL.map(({ name }) => name).join(', ')}.`,
    )
  }
  return ALL.filter(({ name }) => wanted.includes(name))
}
