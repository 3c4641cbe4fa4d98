import { sortedTags } from '../query/parameters.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, oneOf, optional, required, text } from './opcode-field.ts'
import { TAG_KINDS, tagsLocks, tagsTarget } from './tags-target.ts'

/** OP_TAGS_GET (Ganeti lib/cmdlib/tags.py:90-105). It reads, and so shares what locks it takes; sorted, where Ganeti has no order. */
export const TAGS_GET: Opcode = {
  opId: 'OP_TAGS_GET',
  fields: [
    required('kind', oneOf('TagKind', TAG_KINDS)),
    defaulted('use_locking', flag, false),
    optional('name', text),
  ],
  lockStages: [
    run => {
      const locks = tagsLocks(run)
      return run.input['use_locking'] === true ? locks.map(lock => ({ ...lock, mode: 'shared' })) : []
    },
  ],
  *run(run) {
    yield 0
    return sortedTags(tagsTarget(run).tags)
  },
}
