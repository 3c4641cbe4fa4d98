import type { Instance } from '../../cluster/instance.ts'
import type { Snapshot, UnreadableInstance } from '../../cluster/snapshot.ts'
import { decodeTable, type Row } from '../../luxi/decode/table.ts'
import { excerptOfName } from '../../luxi/excerpt.ts'
import { LuxiDataError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'
import { decodeClusterInfo } from './load-cluster-info.ts'
import { decodeGroup, GROUP_FIELDS } from './load-groups.ts'
import {
  decodeInstance,
  decodeInstanceName,
  INSTANCE_FIELDS,
  INSTANCE_FIELDS_EXTENDED,
} from './load-instances.ts'
import { decodeNode, NODE_FIELDS, NODE_FIELDS_EXTENDED } from './load-nodes.ts'

/**
 * How much may be wrong with what luxid answers. `strict`, as the original: one bad instance, or a node that does not
 * answer, ends the run. `tolerant`: it concerns those instances alone.
 */
export type Tolerance = 'strict' | 'tolerant'

/**
 * Asks for the whole cluster, on the open connection, with four calls. Throws LuxiError: of the transport, GanetiError, or
 * LuxiDataError where the answer is not what was asked for or does not fit together.
 */
export function* loadSnapshot(tolerance: Tolerance): Run<Snapshot> {
  const extended = tolerance === 'tolerant'
  const strict = tolerance === 'strict'
  const instanceFields = extended ? INSTANCE_FIELDS_EXTENDED : INSTANCE_FIELDS
  const nodeFields = extended ? NODE_FIELDS_EXTENDED : NODE_FIELDS
  const nodeTable = yield* perform({ kind: 'luxi', method: 'Query', args: ['node', nodeFields, null] })
  const instanceTable = yield* perform({
    kind: 'luxi',
    method: 'Query',
    args: ['instance', instanceFields, null],
  })
  const info = decodeClusterInfo(
    yield* perform({ kind: 'luxi', method: 'QueryClusterInfo', args: [] }),
    strict,
  )
  const groupTable = yield* perform({ kind: 'luxi', method: 'Query', args: ['group', GROUP_FIELDS, null] })

  const groups = new Map(
    decodeTable(groupTable, GROUP_FIELDS, 'group').map(row => keyed(decodeGroup(row, strict), 'uuid')),
  )
  const nodes = new Map(
    decodeTable(nodeTable, nodeFields, 'node').map(row => keyed(decodeNode(row, extended), 'name')),
  )
  for (const node of nodes.values()) {
    if (!groups.has(node.groupUuid))
      throw new LuxiDataError(
        `Unknown group '${excerptOfName(node.groupUuid)}' for node ${excerptOfName(node.name)}`,
      )
    if (strict && node.silence !== undefined) throw new LuxiDataError(node.silence)
  }
  if (!nodes.has(info.master)) throw new LuxiDataError(`Master node ${excerptOfName(info.master)} unknown`)

  const instances: Instance[] = []
  const unreadable: UnreadableInstance[] = []
  for (const row of decodeTable(instanceTable, instanceFields, 'instance')) {
    try {
      instances.push(decodeKnownInstance(row, nodes, extended))
    } catch (error) {
      if (strict || !(error instanceof LuxiDataError)) throw error
      unreadable.push({ name: decodeInstanceName(row), problem: error.message })
    }
  }
  const { tags: clusterTags, master, defaultHypervisor } = info
  return { nodes, groups, instances, unreadable, clusterTags, master, defaultHypervisor }
}

function decodeKnownInstance(row: Row, nodes: ReadonlyMap<string, unknown>, extended: boolean): Instance {
  const instance = decodeInstance(row, extended)
  // The original does not know the template `mixed`; it gives up on it as on any other word.
  if (!extended && instance.diskTemplate === 'mixed') {
    throw new LuxiDataError(
      `Instance '${excerptOfName(instance.name)}', error while reading attribute 'disk_template': mixed`,
    )
  }
  for (const node of [instance.primary, instance.secondary]) {
    if (node !== undefined && !nodes.has(node)) {
      throw new LuxiDataError(
        `Unknown node '${excerptOfName(node)}' for instance ${excerptOfName(instance.name)}`,
      )
    }
  }
  return instance
}

function keyed<K extends string, T extends Readonly<Record<K, string>>>(
  value: T,
  key: K,
): readonly [string, T] {
  return [value[key], value]
}
