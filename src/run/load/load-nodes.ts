import { isAsked, type Node, type NodeResources } from '../../cluster/node.ts'
import { bool, number, text, textList } from '../../luxi/decode/read.ts'
import type { Row } from '../../luxi/decode/table.ts'
import { LuxiDataError } from '../../luxi/luxi-error.ts'

/** The fields of a node that the original asks for, in its order (Ganeti HTools/Backend/Luxi.hs:128-157). */
export const NODE_FIELDS = [
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

/** What the original never asks: for how long a node has been marked offline. */
export const NODE_FIELDS_EXTENDED = [...NODE_FIELDS, 'mtime'] as const

const at = (field: (typeof NODE_FIELDS_EXTENDED)[number]) => NODE_FIELDS_EXTENDED.indexOf(field)

/**
 * One node; `extended` when the row has its mtime. Live data that is missing makes it a silent node, not an error: whether that ends the run is for the run to
 * say. Throws LuxiDataError for anything else that is not as it should be.
 */
export function decodeNode(row: Row, extended: boolean): Node {
  const node = {
    name: text(row, at('name')),
    offline: bool(row, at('offline')),
    drained: bool(row, at('drained')),
    vmCapable: bool(row, at('vm_capable')),
    groupUuid: text(row, at('group.uuid')),
    resources: undefined,
    silence: undefined,
    mtimeSeconds: extended ? number(row, at('mtime')) : undefined,
  }
  textList(row, at('tags'))
  const exclusiveStorage = bool(row, at('ndp/exclusive_storage'))
  number(row, at('ndp/cpu_speed'))
  if (!exclusiveStorage) number(row, at('ndp/spindle_count'))
  if (!isAsked(node)) return node
  try {
    return { ...node, resources: decodeResources(row, exclusiveStorage) }
  } catch (error) {
    if (error instanceof LuxiDataError) return { ...node, silence: error.message }
    throw error
  }
}

function decodeResources(row: Row, exclusiveStorage: boolean): NodeResources {
  if (exclusiveStorage) number(row, at('sptotal'))
  const memory = {
    memoryTotalMiB: number(row, at('mtotal')),
    memoryOfNodeMiB: Math.round(number(row, at('mnode'))),
    memoryFreeMiB: Math.round(number(row, at('mfree'))),
  }
  number(row, at('ctotal'))
  number(row, at('cnos'))
  return { ...memory, diskTotalMiB: orNone(row, 'dtotal'), diskFreeMiB: Math.round(orNone(row, 'dfree')) }
}

/** A cluster with shared storage alone has no local disk space to report; that is no failure. */
function orNone(row: Row, field: 'dtotal' | 'dfree'): number {
  try {
    return number(row, at(field))
  } catch (error) {
    if (error instanceof LuxiDataError) return 0
    throw error
  }
}
