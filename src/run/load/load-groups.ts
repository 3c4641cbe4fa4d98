import type { Group } from '../../cluster/group.ts'
import { text, textList } from '../../luxi/decode/read.ts'
import type { Row } from '../../luxi/decode/table.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'
import { ipolicyObjection } from './check-ipolicy.ts'

/** The fields of a group that the original asks for, in its order (Ganeti HTools/Backend/Luxi.hs:128-157). */
export const GROUP_FIELDS = ['uuid', 'name', 'alloc_policy', 'ipolicy', 'tags'] as const

const at = (field: (typeof GROUP_FIELDS)[number]) => GROUP_FIELDS.indexOf(field)

/** Those that the original knows; it gives up on another one (Ganeti src/Ganeti/Types.hs:372-376). */
const ALLOC_POLICIES: readonly string[] = ['preferred', 'last_resort', 'unallocable']

/** One group; `strict` about the policies that only the original reads. Throws LuxiDataError. */
export function decodeGroup(row: Row, strict: boolean): Group {
  const name = text(row, at('name'))
  const allocPolicy = text(row, at('alloc_policy'))
  if (strict && !ALLOC_POLICIES.includes(allocPolicy)) {
    const problem = `expected one of ${ALLOC_POLICIES.join(', ')}, found ${excerptOfValue(allocPolicy)}`
    throw row.error(at('alloc_policy'), problem)
  }
  const objection = strict ? ipolicyObjection(row.value(at('ipolicy'))) : undefined
  if (objection !== undefined) throw row.error(at('ipolicy'), objection)
  return { uuid: text(row, at('uuid')), name, tags: textList(row, at('tags')) }
}
