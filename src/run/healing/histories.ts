import type { Snapshot } from '../../cluster/snapshot.ts'
import { type History, readHistory } from '../../planner/healing/history.ts'

/** Reads the history of an instance out of its tags when it is asked for; one that is not there has none. */
export function historiesOf({ instances }: Snapshot): (instance: string) => History {
  const tagsOf = new Map(instances.map(({ name, tags }) => [name, tags]))
  return instance => readHistory(tagsOf.get(instance) ?? [])
}
