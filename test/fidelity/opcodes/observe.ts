import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'
import type { OpcodeWorld } from './opcode-world.ts'

/** What came of one job, and what it left behind, with everything that differs between any two clusters taken out. */
export interface Observation {
  readonly job: JsonValue
  readonly instances: JsonValue
  readonly nodes: JsonValue
  /** How often the job, and what it submitted, changed each instance and node in the configuration. */
  readonly changes: JsonValue
}

/** By how much serial numbers have grown since the beginning; instances and nodes by name. */
export type SerialNumbers = ReadonlyMap<string, number>

const INSTANCE_FIELDS = [
  'name',
  'pnode',
  'snodes',
  'admin_state',
  'admin_state_source',
  'disks_active',
  'status',
  'os',
  'tags',
]
const NODE_FIELDS = ['name', 'offline', 'drained', 'master_candidate', 'vm_capable', 'master_capable', 'tags']

/** Submits one job and looks at what came of it. A job that is refused at once is an observation, too. */
export async function submit(
  world: OpcodeWorld,
  opcodes: readonly JsonObject[],
  before: SerialNumbers,
): Promise<Observation> {
  const names = await namesOfUuids(world)
  const id = await world.call(
    'SubmitJob',
    opcodes.map(opcode => ({ reason: [], ...opcode })),
  )
  await world.finish(id)
  for (const submitted of idsIn(await world.call('QueryJobs', [id], ['opresult'])))
    await world.finish(submitted)
  const [row] = asList(
    await world.call('QueryJobs', [id], ['status', 'opstatus', 'opresult', 'oplog', 'ops']),
  )
  const [status = null, opstatus = null, opresult = null, oplog = null, ops = null] = asList(row)
  const job = {
    status,
    opstatus,
    opresult,
    log: asList(oplog).map(linesOf),
    ops: asList(ops).map(withoutTrail),
  }
  return {
    job: normalised(job, names),
    instances: normalised(byName(await world.call('QueryInstances', [], INSTANCE_FIELDS, false)), names),
    changes: changesSince(before, await serialNumbers(world)),
    nodes: normalised(byName(await world.call('QueryNodes', [], NODE_FIELDS, false)), names),
  }
}

/** The serial numbers of all instances and nodes. */
export async function serialNumbers(world: OpcodeWorld): Promise<SerialNumbers> {
  const numbers = new Map<string, number>()
  for (const method of ['QueryNodes', 'QueryInstances']) {
    for (const row of asList(await world.call(method, [], ['name', 'serial_no'], false))) {
      const [name, number] = asList(row)
      numbers.set(String(name), Number(number))
    }
  }
  return numbers
}

function changesSince(before: SerialNumbers, after: SerialNumbers): JsonValue {
  const changes: { [name: string]: number } = {}
  for (const name of [...after.keys()].sort()) {
    const change = (after.get(name) ?? 0) - (before.get(name) ?? 0)
    if (change !== 0) changes[name] = change
  }
  return changes
}

/** The ids of the jobs that a job's result says it has submitted. */
function idsIn(rows: JsonValue): number[] {
  return [...JSON.stringify(rows).matchAll(/\[true,(\d+)\]/g)].map(match => Number(match[1]))
}

/**
 * Each line's kind and text: its time and serial number are the job's own affair. How far a copy has got is left out, too:
 * Ganeti looks now and then, and says so only if it sees data on their way.
 */
function linesOf(log: JsonValue): JsonValue {
  return asList(log)
    .map(entry => asList(entry).slice(2))
    .filter(([, text]) => !/ is (receiving|sending) data on /.test(String(text)))
}

function withoutTrail(opcode: JsonValue): JsonValue {
  if (typeof opcode !== 'object' || opcode === null || Array.isArray(opcode)) return opcode
  return Object.fromEntries(
    Object.entries(opcode)
      .filter(([key]) => key !== 'reason')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function byName(rows: JsonValue): JsonValue {
  return [...asList(rows)].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

async function namesOfUuids(world: OpcodeWorld): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const method of ['QueryNodes', 'QueryInstances', 'QueryGroups']) {
    for (const row of asList(await world.call(method, [], ['uuid', 'name'], false))) {
      const [uuid, name] = asList(row)
      names.set(String(uuid), `uuid of ${String(name)}`)
    }
  }
  return names
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** What differs between any two clusters (UUIDs, addresses, ports, times, ids of jobs, paths) becomes a name. */
function normalised(value: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  const text = JSON.stringify(value)
    .replace(UUID, uuid => names.get(uuid) ?? 'some uuid')
    .replace(/\d+\.\d+\.\d+\.\d+(:\d+)?/g, 'address')
    .replace(/after \d+ ms/g, 'after some ms')
    .replace(/"(serial_no|mtime|ctime)":[0-9.]+/g, '"$1":0')
    .replace(/\[true,\d+\]/g, '[true,1]')
    .replace(/\["(node\d)","disk\/(\d)","[^"]*"\]/g, '["$1","disk/$2","path"]')
  const parsed: JsonValue = JSON.parse(text)
  return parsed
}

function asList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}
