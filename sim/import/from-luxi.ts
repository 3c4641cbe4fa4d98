import { isJsonArray, type JsonValue } from '../../src/cluster/json.ts'
import { excerptOfValue } from '../../src/luxi/excerpt.ts'
import { LuxiConnection } from '../../src/luxi/socket-transport.ts'
import { fromRows } from './from-rows.ts'
import { ImportError } from './import-error.ts'
import type { ReportedCluster } from './reported-cluster.ts'

const GROUP_FIELDS = ['name', 'uuid', 'alloc_policy', 'tags']
const CHANGE_FIELDS = ['mtime', 'serial_no']
const NODE_FIELDS = [
  ...['name', 'uuid', 'group.uuid', 'offline', 'drained', 'vm_capable', 'role'],
  ...['mtotal', 'mnode', 'mfree', 'dtotal', 'dfree', 'ctotal', 'tags'],
  ...CHANGE_FIELDS,
]
const INSTANCE_FIELDS = [
  ...['name', 'uuid', 'admin_state', 'os', 'pnode', 'snodes', 'disk_template', 'disk.sizes'],
  ...['beparams', 'status', 'tags', 'forthcoming'],
  ...CHANGE_FIELDS,
]

/** Asks a live luxid; it only looks. Throws LuxiError, and ImportError for an answer that is not what was asked for. */
export async function fromLuxi(socketPath: string): Promise<ReportedCluster> {
  const connection = await LuxiConnection.connect(socketPath)
  try {
    return await reportedBy(connection)
  } finally {
    connection.close()
  }
}

/** The same on an open connection; `leaveOut` as that of fromRows. */
export async function reportedBy(
  connection: LuxiConnection,
  leaveOut?: (instance: string) => void,
): Promise<ReportedCluster> {
  // The classic queries: they say null where there is no value, as RAPI does.
  const rows = async (method: string, fields: readonly string[]): Promise<JsonValue> =>
    objectsOf(await connection.call(method, [[], [...fields], false]), fields, method)
  return fromRows(
    {
      info: await connection.call('QueryClusterInfo', []),
      groups: await rows('QueryGroups', GROUP_FIELDS),
      nodes: await rows('QueryNodes', NODE_FIELDS),
      instances: await rows('QueryInstances', INSTANCE_FIELDS),
    },
    'luxid',
    leaveOut,
  )
}

function objectsOf(rows: JsonValue, fields: readonly string[], method: string): JsonValue {
  if (!isJsonArray(rows)) throw new ImportError(`luxid: ${method} answers no list: ${excerptOfValue(rows)}`)
  return rows.map(row => {
    if (!isJsonArray(row) || row.length !== fields.length)
      throw new ImportError(`luxid: ${method} answers another row than asked for: ${excerptOfValue(row)}`)
    return Object.fromEntries(fields.map((field, index) => [field, row[index] ?? null]))
  })
}
