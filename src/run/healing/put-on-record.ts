import type { Snapshot } from '../../cluster/snapshot.ts'
import type { Run } from '../effects.ts'
import { type Context, tell, tellProblem } from './context.ts'
import { objectionsTo, type TagChange, type Unwritten } from './tag-change.ts'
import { writeTags } from './write-tags.ts'

/** Tells of a change of tags that is made, or, with --dry-run, would be. */
export function* tellChange({ instance, add, remove }: TagChange): Run<void> {
  yield* tell({ kind: 'tags-changed', instance, added: add === undefined ? [] : [add], removed: remove })
}

/** Makes changes that Ganeti has nothing against, and tells of those that are made; what is not known to be on record is told as a problem. */
export function* putOnRecord(context: Context, changes: readonly TagChange[], snapshot: Snapshot): Run<void> {
  const objections = objectionsTo(changes, snapshot, 0)
  const fitting = changes.filter(({ instance }) => !objections.has(instance))
  const unwritten: Unwritten = context.options.dryRun ? new Map() : yield* writeTags(fitting, context)
  for (const change of fitting) if (!unwritten.has(change.instance)) yield* tellChange(change)
  for (const [instance, why] of [...objections, ...unwritten]) yield* tellProblem(context, instance, why)
}
