import { ADMIN_STATES, DISK_TEMPLATES, INSTANCE_STATUSES, type Instance } from '../../cluster/instance.ts'
import { bool, number, numberList, numberOrNullList, text, textList } from '../../luxi/decode/read.ts'
import type { Row } from '../../luxi/decode/table.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'

/** The fields of an instance that the original asks for, in its order (Ganeti HTools/Backend/Luxi.hs:128-157). */
export const INSTANCE_FIELDS = [
  'name',
  'disk_usage',
  'be/memory',
  'be/vcpus',
  'status',
  'pnode',
  'snodes',
  'tags',
  'be/auto_balance',
  'disk_template',
  'be/spindle_use',
  'disk.sizes',
  'disk.spindles',
  'forthcoming',
] as const

/**
 * What the original never asks: whether an instance was up, how much memory it cannot do without, and whether anybody has
 * changed it since.
 */
export const INSTANCE_FIELDS_EXTENDED = [...INSTANCE_FIELDS, 'admin_state', 'be/minmem', 'mtime'] as const

const at = (field: (typeof INSTANCE_FIELDS_EXTENDED)[number]) => INSTANCE_FIELDS_EXTENDED.indexOf(field)
const NAME = at('name')
const TAGS = at('tags')

/** One instance; `extended` when the row has the fields that only harep asks for. Throws LuxiDataError. */
export function decodeInstance(row: Row, extended: boolean): Instance {
  number(row, at('be/vcpus'))
  bool(row, at('be/auto_balance'))
  number(row, at('be/spindle_use'))
  numberList(row, at('disk.sizes'))
  numberOrNullList(row, at('disk.spindles'))
  return {
    name: text(row, NAME),
    primary: text(row, at('pnode')),
    secondary: textList(row, at('snodes'))[0],
    diskTemplate: oneOf(row, at('disk_template'), DISK_TEMPLATES),
    status: oneOf(row, at('status'), INSTANCE_STATUSES),
    adminState: extended ? oneOf(row, at('admin_state'), ADMIN_STATES) : undefined,
    tags: textList(row, TAGS),
    memoryMiB: Math.round(number(row, at('be/memory'))),
    minMemoryMiB: Math.round(number(row, at(extended ? 'be/minmem' : 'be/memory'))),
    diskUsageMiB: Math.round(number(row, at('disk_usage'))),
    forthcoming: bool(row, at('forthcoming')),
    mtimeSeconds: extended ? number(row, at('mtime')) : undefined,
  }
}

/** The name alone, of an instance of which nothing else may be readable. Throws LuxiDataError. */
export function decodeInstanceName(row: Row): string {
  return text(row, NAME)
}

function oneOf<T extends string>(row: Row, index: number, known: readonly T[]): T {
  const value = text(row, index)
  const found = known.find(item => item === value)
  if (found === undefined)
    throw row.error(index, `expected one of ${known.join(', ')}, found ${excerptOfValue(value)}`)
  return found
}
