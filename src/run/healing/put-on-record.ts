import type { Snapshot } from '../../cluster/snapshot.ts'
import type { Run } from '../effects.ts'
import { type Context, tell, tellProblem } from './context.ts'
import { NOTHING_LEFT, objectionsTo, type TagChange, type Written } from './tag-change.ts'
import { writeTags } from './write-tags.ts'

/** Tells what is made of changes of tags, or, with --dry-run, would be. */
export function* tellChanges(changes: readonly TagChange[], { unwritten, unremoved }: Written): Run<void> {
  for (const { instance, add, remove } of changes) {
    if (unwritten.has(instance)) continue
    const added = add === undefined ? [] : [add]
    const removed = unremoved.has(instance) ? [] : remove
    if (added.length + removed.length > 0) yield* tell({ kind: 'tags-changed', instance, added, removed })
  }
}

/** Makes changes that Ganeti has nothing against, and tells of those that are made; what is not known to be on record is told as a problem. */
export function* putOnRecord(context: Context, changes: readonly TagChange[], snapshot: Snapshot): Run<void> {
  const objections = objectionsTo(changes, snapshot, 0)
  const fitting = changes.filter(({ instance }) => !objections.has(instance))
  const written = context.options.dryRun ? NOTHING_LEFT : yield* writeTags(fitting, context)
  yield* tellChanges(fitting, written)
  for (const [instance, why] of [...objections, ...written.unwritten])
    yield* tellProblem(context, instance, why)
}
