import * as v from 'valibot'
import { ADMIN_STATES, DISK_TEMPLATES, INSTANCE_STATUSES } from '../../src/cluster/instance.ts'
import type { JsonValue } from '../../src/cluster/json.ts'
import { printable } from '../../src/report/printable.ts'
import { ImportError } from './import-error.ts'
import type { ReportedCluster, ReportedGroup, ReportedInstance, ReportedNode } from './reported-cluster.ts'

/*
 * RAPI's bulk resources are lists of objects whose keys are the fields of luxid's queries, null where there is no value
 * (rapi.md section 2). Rows that luxid itself answers are made into the same objects, so this file reads both. Keys that
 * it does not need are ignored: their number grows with each version of Ganeti.
 */

/** The four parts of a cluster, each as RAPI gives it. */
export interface ReportedRows {
  /** /2/info, or QueryClusterInfo. */
  readonly info: JsonValue
  /** /2/groups?bulk=1 */
  readonly groups: JsonValue
  /** /2/nodes?bulk=1 */
  readonly nodes: JsonValue
  /** /2/instances?bulk=1 */
  readonly instances: JsonValue
}

const size = v.nullish(v.number())
const tags = v.array(v.string())
/** Absent in what was dumped for something else. */
const changes = {
  mtime: v.nullish(v.pipe(v.number(), v.minValue(0))),
  serial_no: v.nullish(v.pipe(v.number(), v.integer())),
}

const info = v.looseObject({
  name: v.string(),
  uuid: v.string(),
  tags,
  default_hypervisor: v.picklist(['kvm', 'xen-pvm', 'xen-hvm', 'chroot', 'lxc', 'fake']),
  max_running_jobs: v.number(),
  candidate_pool_size: v.number(),
  enabled_disk_templates: v.array(v.string()),
  ipolicy: v.looseObject({ 'disk-templates': v.array(v.string()) }),
  default_iallocator: v.string(),
  default_iallocator_params: v.record(v.string(), v.unknown()),
  enabled_user_shutdown: v.boolean(),
})
const group = v.looseObject({
  name: v.string(),
  uuid: v.string(),
  alloc_policy: v.picklist(['preferred', 'last_resort', 'unallocable']),
  tags,
})
const node = v.looseObject({
  name: v.string(),
  uuid: v.string(),
  'group.uuid': v.string(),
  offline: v.boolean(),
  drained: v.boolean(),
  vm_capable: v.boolean(),
  role: v.string(),
  mtotal: size,
  mnode: size,
  mfree: size,
  dtotal: size,
  dfree: size,
  ctotal: size,
  tags,
  ...changes,
})
const instance = v.looseObject({
  name: v.string(),
  uuid: v.string(),
  admin_state: v.picklist(ADMIN_STATES),
  os: v.string(),
  pnode: v.string(),
  snodes: v.array(v.string()),
  disk_template: v.picklist(DISK_TEMPLATES),
  'disk.sizes': v.array(v.number()),
  beparams: v.looseObject({
    maxmem: v.number(),
    minmem: v.number(),
    vcpus: v.number(),
    auto_balance: v.boolean(),
    spindle_use: v.number(),
  }),
  status: v.picklist(INSTANCE_STATUSES),
  tags,
  forthcoming: v.optional(v.boolean(), false),
  ...changes,
})

/**
 * Reads them. Throws ImportError that names the part, the place in it and what is wrong there.
 *
 * @param source where they come from, for messages only
 * @param leaveOut told of instances that the simulator cannot have, which are then left out; without it they are an error
 */
export function fromRows(
  rows: ReportedRows,
  source: string,
  leaveOut?: (instance: string) => void,
): ReportedCluster {
  const cluster = read(info, rows.info, source, 'info')
  const groups = read(v.array(group), rows.groups, source, 'groups')
  const groupNames = new Map(groups.map(({ uuid, name }) => [uuid, name]))
  return {
    settings: settingsOf(cluster),
    groups: groups.map(groupOf),
    nodes: read(v.array(node), rows.nodes, source, 'nodes').map(row => {
      const name = groupNames.get(row['group.uuid'])
      if (name === undefined)
        throw new ImportError(
          `${source}: node ${printable(row.name)} is of a group that is not among the groups; are the parts of one cluster, taken at one time?`,
        )
      return nodeOf(row, name)
    }),
    instances: read(v.array(instance), rows.instances, source, 'instances').flatMap(row => {
      if (leaveOut === undefined || row.disk_template !== 'mixed') return [instanceOf(row, source)]
      leaveOut(row.name)
      return []
    }),
  }
}

function read<S extends v.GenericSchema>(
  schema: S,
  value: JsonValue,
  source: string,
  part: string,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const path = issue.path?.map(({ key }) => String(key)).join('.') ?? ''
  throw new ImportError(
    `${source}: in ${part}${path && ` at ${printable(path)}`}: ${printable(issue.message)}`,
  )
}

function settingsOf(cluster: v.InferOutput<typeof info>): ReportedCluster['settings'] {
  const known = DISK_TEMPLATES.filter(template => template !== 'mixed')
  const templates = (names: readonly string[]) => known.filter(template => names.includes(template))
  return {
    name: cluster.name,
    uuid: cluster.uuid,
    hypervisor: cluster.default_hypervisor,
    maxRunningJobs: cluster.max_running_jobs,
    candidatePoolSize: cluster.candidate_pool_size,
    diskTemplates: templates(cluster.enabled_disk_templates),
    policyDiskTemplates: templates(cluster.ipolicy['disk-templates']),
    // The simulator has hail or none; whatever else there is chooses nodes in a way of its own.
    defaultIallocator: cluster.default_iallocator === '' ? '' : 'hail',
    ...('no-capacity-checks' in cluster.default_iallocator_params ? { noCapacityChecks: true } : {}),
    ...(cluster.enabled_user_shutdown ? { enabledUserShutdown: true } : {}),
    ...(cluster.tags.length === 0 ? {} : { tags: cluster.tags }),
  }
}

function groupOf(row: v.InferOutput<typeof group>): ReportedGroup {
  return { name: row.name, uuid: row.uuid, allocPolicy: row.alloc_policy, tags: row.tags }
}

function nodeOf(row: v.InferOutput<typeof node>, group: string): ReportedNode {
  const { mtotal, mnode, mfree, dtotal, dfree, ctotal } = row
  // Storage may be missing alone: a cluster of shared storage only has none.
  const answers = typeof mtotal === 'number' && typeof mnode === 'number' && typeof mfree === 'number'
  return {
    name: row.name,
    uuid: row.uuid,
    group,
    offline: row.offline,
    drained: row.drained,
    vmCapable: row.vm_capable,
    master: row.role === 'M',
    tags: row.tags,
    ...changesOf(row),
    hardware: answers
      ? {
          memoryMiB: Math.round(mtotal),
          reservedMemoryMiB: Math.round(mnode),
          freeMemoryMiB: Math.round(mfree),
          diskMiB: Math.round(dtotal ?? 0),
          freeDiskMiB: Math.round(dfree ?? 0),
          cpus: Math.round(ctotal ?? 1),
        }
      : undefined,
  }
}

function instanceOf(row: v.InferOutput<typeof instance>, source: string): ReportedInstance {
  const { beparams, disk_template: diskTemplate } = row
  if (diskTemplate === 'mixed') {
    throw new ImportError(
      `${source}: instance ${printable(row.name)} has disks of different templates, which the simulator does not know; remove it from what is imported`,
    )
  }
  return {
    name: row.name,
    uuid: row.uuid,
    diskTemplate,
    primary: row.pnode,
    secondary: row.snodes[0],
    disksMiB: row['disk.sizes'],
    memoryMiB: beparams.maxmem,
    minMemoryMiB: beparams.minmem,
    vcpus: beparams.vcpus,
    status: row.status,
    adminState: row.admin_state,
    autoBalance: beparams.auto_balance,
    spindleUse: beparams.spindle_use,
    os: row.os,
    tags: row.tags,
    forthcoming: row.forthcoming,
    ...changesOf(row),
  }
}

function changesOf({ mtime, serial_no }: v.InferOutput<typeof node> | v.InferOutput<typeof instance>) {
  return { mtimeSeconds: mtime ?? undefined, serialNo: serial_no ?? undefined }
}
