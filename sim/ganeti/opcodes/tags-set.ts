import { execError } from '../ganeti-failure.ts'
import { microseconds } from '../timing.ts'
import { textsOf } from './input.ts'
import type { Opcode } from './opcode.ts'
import { checkTag, TAGS_PER_OBJECT_MAX } from './tag-rules.ts'
import { TAGS_FIELDS, tagsLocks, tagsTarget } from './tags-target.ts'

/** OP_TAGS_SET (tags.md; Ganeti lib/cmdlib/tags.py). Adding a tag that is there already is a success. */
export const TAGS_SET: Opcode = {
  opId: 'OP_TAGS_SET',
  fields: TAGS_FIELDS,
  lockStages: [tagsLocks],
  *run(run) {
    const target = tagsTarget(run)
    const tags = textsOf(run.input, 'tags')
    for (const tag of tags) checkTag(tag)
    yield microseconds(run.timing.tagsMs)
    const after = new Set(target.tags)
    for (const tag of tags) {
      // The limit is checked before each addition, even of a tag that is there.
      if (after.size >= TAGS_PER_OBJECT_MAX) throw execError('Error while setting tag: Too many tags')
      after.add(tag)
    }
    for (const tag of tags) target.tags.add(tag)
    run.state.touch(target)
    return null
  },
}
