import { ADMIN_STATES, DISK_TEMPLATES, INSTANCE_STATUSES, type Instance } from '../../cluster/instance.ts'
import { bool, number, numberList, numberOrNullList, text, textList } from '../../luxi/decode/read.ts'
import type { Row } from '../../luxi/decode/table.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'

/** The fields of an instance that the original asks for, in its order (Ganeti HTools/Backend/Luxi.hs:128-157). */
export const CLASSIC_INSTANCE_FIELDS = [
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
 * What a run that heals asks for. The original never asks whether an instance was up, how much memory it cannot do without,
 * and whether anybody has changed it since. Nothing is asked that is not used: on a large cluster each field costs a
 * fifteenth of the time, and one that is not as it should be would make its instance unreadable.
 */
export const HEALING_INSTANCE_FIELDS = [
  'name',
  'disk_usage',
  'be/memory',
  'status',
  'pnode',
  'snodes',
  'tags',
  'disk_template',
  'forthcoming',
  'admin_state',
  'be/minmem',
  'mtime',
] as const

/** Where the fields that are used stand in a row. */
type Columns = ReturnType<typeof columnsOf>

function columnsOf(fields: readonly string[]) {
  const at = (field: string) => fields.indexOf(field)
  return {
    name: at('name'),
    diskUsage: at('disk_usage'),
    memory: at('be/memory'),
    status: at('status'),
    primary: at('pnode'),
    secondaries: at('snodes'),
    tags: at('tags'),
    diskTemplate: at('disk_template'),
    forthcoming: at('forthcoming'),
    adminState: at('admin_state'),
    minMemory: at('be/minmem'),
    mtime: at('mtime'),
  }
}

const CLASSIC_COLUMNS = columnsOf(CLASSIC_INSTANCE_FIELDS)
const HEALING_COLUMNS = columnsOf(HEALING_INSTANCE_FIELDS)
const VCPUS = CLASSIC_INSTANCE_FIELDS.indexOf('be/vcpus')
const AUTO_BALANCE = CLASSIC_INSTANCE_FIELDS.indexOf('be/auto_balance')
const SPINDLE_USE = CLASSIC_INSTANCE_FIELDS.indexOf('be/spindle_use')
const DISK_SIZES = CLASSIC_INSTANCE_FIELDS.indexOf('disk.sizes')
const DISK_SPINDLES = CLASSIC_INSTANCE_FIELDS.indexOf('disk.spindles')

/** One instance as --classic reads it: all fields must be as the original expects them. Throws LuxiDataError. */
export function decodeClassicInstance(row: Row): Instance {
  number(row, VCPUS)
  bool(row, AUTO_BALANCE)
  number(row, SPINDLE_USE)
  numberList(row, DISK_SIZES)
  numberOrNullList(row, DISK_SPINDLES)
  return decode(row, CLASSIC_COLUMNS)
}

/** One instance as a run that heals reads it. Throws LuxiDataError. */
export function decodeHealingInstance(row: Row): Instance {
  return decode(row, HEALING_COLUMNS)
}

/** The name alone, of an instance of which nothing else may be readable. Throws LuxiDataError. */
export function decodeInstanceName(row: Row): string {
  return text(row, HEALING_COLUMNS.name)
}

function decode(row: Row, columns: Columns): Instance {
  const isAsked = columns.adminState >= 0
  return {
    name: text(row, columns.name),
    primary: text(row, columns.primary),
    secondary: textList(row, columns.secondaries)[0],
    diskTemplate: oneOf(row, columns.diskTemplate, DISK_TEMPLATES),
    status: oneOf(row, columns.status, INSTANCE_STATUSES),
    adminState: isAsked ? oneOf(row, columns.adminState, ADMIN_STATES) : undefined,
    tags: textList(row, columns.tags),
    memoryMiB: Math.round(number(row, columns.memory)),
    minMemoryMiB: Math.round(number(row, isAsked ? columns.minMemory : columns.memory)),
    diskUsageMiB: Math.round(number(row, columns.diskUsage)),
    forthcoming: bool(row, columns.forthcoming),
    mtimeSeconds: isAsked ? number(row, columns.mtime) : undefined,
  }
}

function oneOf<T extends string>(row: Row, index: number, known: readonly T[]): T {
  const value = text(row, index)
  for (const item of known) if (item === value) return item
  throw row.error(index, `expected one of ${known.join(', ')}, found ${excerptOfValue(value)}`)
}
