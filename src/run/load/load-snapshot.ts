import type { Instance } from '../../cluster/instance.ts'
import type { Node } from '../../cluster/node.ts'
import type { Snapshot, UnreadableInstance } from '../../cluster/snapshot.ts'
import { decodeTable, type Row } from '../../luxi/decode/table.ts'
import { excerptOfName } from '../../luxi/excerpt.ts'
import { LuxiDataError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'
import { decodeClusterInfo } from './load-cluster-info.ts'
import { decodeGroup, GROUP_FIELDS } from './load-groups.ts'
import {
  CLASSIC_INSTANCE_FIELDS,
  decodeClassicInstance,
  decodeHealingInstance,
  decodeInstanceName,
  HEALING_INSTANCE_FIELDS,
} from './load-instances.ts'
import {
  CLASSIC_NODE_FIELDS,
  decodeClassicNode,
  decodeHealingNode,
  HEALING_NODE_FIELDS,
} from './load-nodes.ts'
import { forEachRow, queryManyRows } from './query-table.ts'

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
  const strict = tolerance === 'strict'
  const nodeFields = strict ? CLASSIC_NODE_FIELDS : HEALING_NODE_FIELDS
  const instanceFields = strict ? CLASSIC_INSTANCE_FIELDS : HEALING_INSTANCE_FIELDS
  const nodeTable = yield* queryAll('node', nodeFields, strict)
  const instanceTable = yield* queryAll('instance', instanceFields, strict)
  const info = decodeClusterInfo(
    yield* perform({ kind: 'luxi', method: 'QueryClusterInfo', args: [] }),
    strict,
  )
  const groupTable = yield* perform({ kind: 'luxi', method: 'Query', args: ['group', GROUP_FIELDS, null] })

  const groups = new Map(
    decodeTable(groupTable, GROUP_FIELDS, 'group').map(row => keyed(decodeGroup(row, strict), 'uuid')),
  )
  const decodeNode = strict ? decodeClassicNode : decodeHealingNode
  const nodes = new Map<string, Node>()
  forEachRow(nodeTable, nodeFields, 'node', row => {
    const node = decodeNode(row)
    nodes.set(node.name, node)
  })
  for (const node of nodes.values()) {
    if (!groups.has(node.groupUuid))
      throw new LuxiDataError(
        `Unknown group '${excerptOfName(node.groupUuid)}' for node ${excerptOfName(node.name)}`,
      )
    if (strict && node.silence !== undefined) throw new LuxiDataError(node.silence)
  }
  if (!nodes.has(info.master)) throw new LuxiDataError(`Master node ${excerptOfName(info.master)} unknown`)

  const decodeInstance = strict ? decodeKnownToClassic : decodeHealingInstance
  const instances: Instance[] = []
  const unreadable: UnreadableInstance[] = []
  forEachRow(instanceTable, instanceFields, 'instance', row => {
    try {
      const instance = decodeInstance(row)
      checkNode(instance, instance.primary, nodes)
      checkNode(instance, instance.secondary, nodes)
      instances.push(instance)
    } catch (error) {
      if (strict || !(error instanceof LuxiDataError)) throw error
      unreadable.push({ name: decodeInstanceName(row), problem: error.message })
    }
  })
  const { tags: clusterTags, master, defaultHypervisor } = info
  return { nodes, groups, instances, unreadable, clusterTags, master, defaultHypervisor }
}

/** Where the run is strict, the whole answer is read before the next question is asked, as the original does. */
function* queryAll(kind: 'node' | 'instance', fields: readonly string[], strict: boolean) {
  return strict
    ? yield* perform({ kind: 'luxi', method: 'Query', args: [kind, fields, null] })
    : yield* queryManyRows(kind, fields)
}

/** The original does not know the template `mixed`; it gives up on it as on any other word. */
function decodeKnownToClassic(row: Row): Instance {
  const instance = decodeClassicInstance(row)
  if (instance.diskTemplate !== 'mixed') return instance
  throw new LuxiDataError(
    `Instance '${excerptOfName(instance.name)}', error while reading attribute 'disk_template': mixed`,
  )
}

function checkNode({ name }: Instance, node: string | undefined, nodes: ReadonlyMap<string, Node>): void {
  if (node === undefined || nodes.has(node)) return
  throw new LuxiDataError(`Unknown node '${excerptOfName(node)}' for instance ${excerptOfName(name)}`)
}

function keyed<K extends string, T extends Readonly<Record<K, string>>>(
  value: T,
  key: K,
): readonly [string, T] {
  return [value[key], value]
}
