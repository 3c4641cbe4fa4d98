import { GanetiFailure, prereqError } from '../ganeti-failure.ts'
import { compareCodePoints } from '../query/parameters.ts'
import { microseconds } from '../timing.ts'
import { textsOf } from './input.ts'
import type { Opcode } from './opcode.ts'
import { checkTag } from './tag-rules.ts'
import { TAGS_FIELDS, tagsLocks, tagsTarget } from './tags-target.ts'

/** OP_TAGS_DEL (tags.md; Ganeti lib/cmdlib/tags.py). If one of the tags is absent, none is removed. */
export const TAGS_DEL: Opcode = {
  opId: 'OP_TAGS_DEL',
  fields: TAGS_FIELDS,
  lockStages: [tagsLocks],
  *run(run) {
    const target = tagsTarget(run)
    const tags = textsOf(run.input, 'tags')
    for (const tag of tags) checkTag(tag)
    const absent = [...new Set(tags.filter(tag => !target.tags.has(tag)))].sort(compareCodePoints)
    if (absent.length > 0) {
      throw prereqError(`Tag(s) ${absent.map(tag => `'${tag}'`).join(', ')} not found`, 'unknown_entity')
    }
    yield microseconds(run.timing.tagsMs)
    // A tag listed twice is gone at its second turn; Ganeti then fails and stores nothing.
    if (new Set(tags).size < tags.length) throw new GanetiFailure('TagError', ['Tag not found'])
    for (const tag of tags) target.tags.delete(tag)
    run.state.touch(target)
    return null
  },
}
