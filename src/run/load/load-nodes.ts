import { isAsked, type Node, type NodeResources } from '../../cluster/node.ts'
import { bool, number, text, textList } from '../../luxi/decode/read.ts'
import type { Row } from '../../luxi/decode/table.ts'
import { LuxiDataError } from '../../luxi/luxi-error.ts'

/** The fields of a node that the original asks for, in its order (Ganeti HTools/Backend/Luxi.hs:128-157). */
export const CLASSIC_NODE_FIELDS = [
  'name',
  'mtotal',
  'mnode',
  'mfree',
  'dtotal',
  'dfree',
  'ctotal',
  'cnos',
  'offline',
  'drained',
  'vm_capable',
  'ndp/spindle_count',
  'group.uuid',
  'tags',
  'ndp/exclusive_storage',
  'sptotal',
  'spfree',
  'ndp/cpu_speed',
] as const

/** What a run that heals asks for: what it uses. Of these the original never asks when a node was marked offline. */
export const HEALING_NODE_FIELDS = [
  'name',
  'mtotal',
  'mnode',
  'mfree',
  'dtotal',
  'dfree',
  'offline',
  'drained',
  'vm_capable',
  'group.uuid',
  'mtime',
] as const

/** Where the fields that are used stand in a row. */
type Columns = ReturnType<typeof columnsOf>

function columnsOf(fields: readonly string[]) {
  const at = (field: string) => fields.indexOf(field)
  return {
    name: at('name'),
    memoryTotal: at('mtotal'),
    memoryOfNode: at('mnode'),
    memoryFree: at('mfree'),
    diskTotal: at('dtotal'),
    diskFree: at('dfree'),
    offline: at('offline'),
    drained: at('drained'),
    vmCapable: at('vm_capable'),
    groupUuid: at('group.uuid'),
    mtime: at('mtime'),
  }
}

const CLASSIC_COLUMNS = columnsOf(CLASSIC_NODE_FIELDS)
const HEALING_COLUMNS = columnsOf(HEALING_NODE_FIELDS)
const classicAt = (field: (typeof CLASSIC_NODE_FIELDS)[number]) => CLASSIC_NODE_FIELDS.indexOf(field)
const CLASSIC_PROCESSORS = [classicAt('ctotal'), classicAt('cnos')]

/** One node as --classic reads it: also what is of no use must be as the original expects it. Throws LuxiDataError. */
export function decodeClassicNode(row: Row): Node {
  const node = decodeConfiguration(row, CLASSIC_COLUMNS)
  textList(row, classicAt('tags'))
  const exclusiveStorage = bool(row, classicAt('ndp/exclusive_storage'))
  number(row, classicAt('ndp/cpu_speed'))
  if (!exclusiveStorage) number(row, classicAt('ndp/spindle_count'))
  return withResources(node, () => {
    if (exclusiveStorage) number(row, classicAt('sptotal'))
    return decodeResources(row, CLASSIC_COLUMNS, CLASSIC_PROCESSORS)
  })
}

/** One node as a run that heals reads it. Throws LuxiDataError. */
export function decodeHealingNode(row: Row): Node {
  return withResources(decodeConfiguration(row, HEALING_COLUMNS), () =>
    decodeResources(row, HEALING_COLUMNS, []),
  )
}

function decodeConfiguration(row: Row, columns: Columns): Node {
  return {
    name: text(row, columns.name),
    offline: bool(row, columns.offline),
    drained: bool(row, columns.drained),
    vmCapable: bool(row, columns.vmCapable),
    groupUuid: text(row, columns.groupUuid),
    resources: undefined,
    silence: undefined,
    mtimeSeconds: columns.mtime >= 0 ? number(row, columns.mtime) : undefined,
  }
}

/** Live data that is missing makes it a silent node, not an error: whether that ends the run is for the run to say. */
function withResources(node: Node, decodeResources: () => NodeResources): Node {
  if (!isAsked(node)) return node
  try {
    return { ...node, resources: decodeResources() }
  } catch (error) {
    if (error instanceof LuxiDataError) return { ...node, silence: error.message }
    throw error
  }
}

/** `unused` are columns of no use that must hold numbers: the first cell without a value is the one that is told. */
function decodeResources(row: Row, columns: Columns, unused: readonly number[]): NodeResources {
  const memoryTotalMiB = number(row, columns.memoryTotal)
  const memoryOfNodeMiB = Math.round(number(row, columns.memoryOfNode))
  const memoryFreeMiB = Math.round(number(row, columns.memoryFree))
  for (const column of unused) number(row, column)
  // Written out, since there may be thousands of nodes and a spread is slow.
  return {
    memoryTotalMiB,
    memoryOfNodeMiB,
    memoryFreeMiB,
    diskTotalMiB: orNone(row, columns.diskTotal),
    diskFreeMiB: Math.round(orNone(row, columns.diskFree)),
  }
}

/** A cluster with shared storage alone has no local disk space to report; that is no failure. */
function orNone(row: Row, index: number): number {
  try {
    return number(row, index)
  } catch (error) {
    if (error instanceof LuxiDataError) return 0
    throw error
  }
}
