import type { Run } from '../../../src/run/effects.ts'
import { listOf, queryRows } from '../luxi-client.ts'

/** An instance as the watcher of its group sees it. */
export interface WatchedInstance {
  readonly name: string
  readonly status: string
  readonly adminState: string
  readonly disksActive: boolean
  readonly secondaries: readonly string[]
  readonly diskTemplate: string
}

/** A node of the group; without a boot id it did not answer. */
interface WatchedNode {
  readonly name: string
  readonly bootId: string | undefined
  readonly offline: boolean
  /** Names of the instances that have it as secondary. */
  readonly secondaryOf: readonly string[]
}

/** What a watcher works on. */
export interface GroupData {
  readonly nodes: ReadonlyMap<string, WatchedNode>
  readonly instances: ReadonlyMap<string, WatchedInstance>
  readonly lockedInstances: ReadonlySet<string>
}

const INSTANCE_FIELDS = [
  'name',
  'status',
  'admin_state',
  'admin_state_source',
  'disks_active',
  'snodes',
  'pnode.group.uuid',
  'snodes.group.uuid',
  'disk_template',
]

/** Loads locks, instances and nodes, in this order (Ganeti lib/watcher/__init__.py, _GetGroupData). */
export function* loadGroupData(group: string): Run<GroupData> {
  const locks = yield* queryRows('lock', ['name', 'mode'], null)
  const instanceRows = yield* queryRows('instance', INSTANCE_FIELDS, ['==', 'pnode.group.uuid', group])
  const nodeRows = yield* queryRows('node', ['name', 'bootid', 'offline'], ['==', 'group.uuid', group])
  const instances = new Map<string, WatchedInstance>()
  for (const row of instanceRows) {
    const [name, status, adminState, , disksActive, snodes, , snodeGroups, diskTemplate] = row
    // An instance that is spread over groups is left to nobody.
    if (listOf(snodeGroups).some(other => other !== group)) continue
    instances.set(String(name), {
      name: String(name),
      status: String(status),
      adminState: String(adminState),
      disksActive: disksActive === true,
      secondaries: listOf(snodes).map(String),
      diskTemplate: String(diskTemplate),
    })
  }
  const nodes = new Map<string, WatchedNode>()
  for (const [name, bootId, offline] of nodeRows) {
    const own = [...instances.values()].filter(instance => instance.secondaries.includes(String(name)))
    nodes.set(String(name), {
      name: String(name),
      bootId: typeof bootId === 'string' && bootId !== '' ? bootId : undefined,
      offline: offline === true,
      secondaryOf: own.map(instance => instance.name),
    })
  }
  const locked = locks.flatMap(([name, mode]) =>
    typeof name === 'string' && name.startsWith('instance/') && mode !== null && mode !== undefined
      ? [name.slice('instance/'.length)]
      : [],
  )
  return { nodes, instances, lockedInstances: new Set(locked) }
}
