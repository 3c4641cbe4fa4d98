import { isJsonArray, isJsonObject, type JsonValue } from '../../../../src/cluster/json.ts'
import { recordArguments } from './arguments.ts'
import { recordFilters, recordNames } from './filters.ts'
import { recordQueue } from './queue.ts'
import { Recorder } from './recorder.ts'

/*
 * tsx record-wide.ts REAL-GANETI SOCKET FILE: asks a real cluster of wide.cluster, fresh from `real-ganeti up`, what the
 * shared captures do not (fixtures/captures/README.md). Takes about a minute.
 */

const RESOURCES = ['node', 'instance', 'group', 'job', 'lock', 'network', 'export', 'filter']

const [realGaneti = '', socket = '', file = ''] = process.argv.slice(2)
const recorder = new Recorder(socket, file)

const fieldNames = new Map<string, string[]>()
for (const what of [...RESOURCES, 'cluster', 'os', 'extstorage', 'nosuch', '']) {
  const result = await recorder.call(`fields-${what}`, 'QueryFields', what, null)
  fieldNames.set(what, namesOf(result))
}
await recorder.call('fields-none-named', 'QueryFields', 'lock', [])
await recorder.call('fields-some-unknown', 'QueryFields', 'node', ['name', 'nosuch', 'name'])
for (const what of RESOURCES.filter(what => what !== 'job')) {
  await recorder.call(`all-${what}`, 'Query', what, fieldNames.get(what) ?? [], null)
}
await recorder.call('no-fields', 'Query', 'node', [], null)
await recorder.call('fields-twice', 'Query', 'node', ['name', 'nosuch', 'name'], null)
for (const what of ['cluster', 'os', 'extstorage'])
  await recorder.call(`query-${what}`, 'Query', what, ['name'], null)
await recorder.call('cluster-info', 'QueryClusterInfo')
await recordFilters(recorder)
await recordNames(recorder)
await recordArguments(recorder)
await recordQueue(recorder, fieldNames.get('job') ?? [])
recorder.kill(realGaneti, 'node10')
await recorder.call('dead-node', 'Query', 'node', fieldNames.get('node') ?? [], ['==', 'name', 'node10'])
const LIVE = ['name', 'status', 'oper_state', 'oper_ram', 'oper_vcpus', 'console', 'admin_state']
await recorder.call('dead-instances', 'Query', 'instance', LIVE, null)
await recorder.call('dead-instances-old', 'QueryInstances', [], LIVE, false)
await recorder.call('dead-nodes-old', 'QueryNodes', [], ['name', 'mfree', 'bootid', 'dtotal'], false)
await recorder.call('dead-live-filter', 'Query', 'node', ['name'], ['>', 'mfree', 100_000])
await recorder.call('dead-live-filter-not', 'Query', 'node', ['name'], ['!', ['>', 'mfree', 100_000]])
await recorder.call('offline-status', 'Query', 'instance', ['name', 'status'], ['=~', 'status', '^ERROR'])

function namesOf(result: JsonValue | undefined): string[] {
  const fields = isJsonObject(result ?? null) && isJsonObject(result) ? result['fields'] : undefined
  if (!isJsonArray(fields)) return []
  return fields.flatMap(field => {
    const name = isJsonObject(field) ? field['name'] : undefined
    return typeof name === 'string' ? [name] : []
  })
}
