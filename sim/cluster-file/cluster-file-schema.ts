import * as v from 'valibot'
import { DISK_TEMPLATES } from '../../src/cluster/instance.ts'
import type { DEFAULT_TIMING } from '../ganeti/timing.ts'

/**
 * What a cluster file may contain. Objects are strict: an unknown key is an error, because a misspelt one would otherwise
 * silently leave a default in force. Limits keep a hostile or broken file from taking all memory.
 */
const NAMES_MAX = 100_000

const name = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}$/,
    'must be a host name: letters, digits, dots, dashes, underscores',
  ),
)
const tag = v.pipe(
  v.string(),
  v.maxLength(128, 'must have at most 128 characters'),
  v.regex(/^[\p{L}\p{N}_.+*/:@-]+$/u, 'must be a tag: letters, digits, and any of _ . + * / : @ -'),
)
const tags = v.pipe(v.array(tag), v.maxLength(4_096, 'must be at most 4096 tags'))
const uuid = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a UUID in lower case'),
)
const sizeMiB = v.pipe(
  v.number(),
  v.integer('must be a whole number of MiB'),
  v.minValue(0, 'must not be negative'),
  v.maxValue(2 ** 40, 'must be at most 2^40 MiB'),
)
const differenceMiB = v.pipe(
  v.number(),
  v.integer('must be a whole number of MiB'),
  v.minValue(-(2 ** 40), 'must be at least -2^40 MiB'),
  v.maxValue(2 ** 40, 'must be at most 2^40 MiB'),
)
const count = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
  v.maxValue(100_000, 'must be at most 100000'),
)
const template = v.picklist(DISK_TEMPLATES.filter(known => known !== 'mixed'))
const duration = v.pipe(
  v.number(),
  v.minValue(0, 'must not be negative'),
  v.maxValue(1e9, 'must be at most 1000000000'),
)

/** One optional number for each entry of the timing table. */
function timingEntries(): Record<
  keyof typeof DEFAULT_TIMING,
  v.ExactOptionalSchema<typeof duration, undefined>
> {
  const entry = v.exactOptional(duration)
  return {
    submissionMs: entry,
    deadCandidateMs: entry,
    liveQueryMs: entry,
    jobStartMs: entry,
    lockMs: entry,
    tagsMs: entry,
    failoverMs: entry,
    migrateMs: entry,
    startupMs: entry,
    shutdownMs: entry,
    reinstallMs: entry,
    createDisksMs: entry,
    nodeSetParamsMs: entry,
    iallocatorMs: entry,
    resyncMiBPerSecond: entry,
    copyMiBPerSecond: entry,
  }
}

const settings = v.strictObject({
  name,
  uuid: v.exactOptional(uuid),
  tags: v.exactOptional(tags),
  hypervisor: v.exactOptional(v.picklist(['kvm', 'xen-pvm', 'xen-hvm', 'chroot', 'lxc', 'fake'])),
  maxRunningJobs: v.exactOptional(count),
  candidatePoolSize: v.exactOptional(count),
  diskTemplates: v.exactOptional(v.array(template)),
  policyDiskTemplates: v.exactOptional(v.array(template)),
  defaultIallocator: v.exactOptional(v.picklist(['hail', ''])),
  noCapacityChecks: v.exactOptional(v.boolean()),
  enabledUserShutdown: v.exactOptional(v.boolean()),
})

const group = v.strictObject({
  name,
  uuid: v.exactOptional(uuid),
  allocPolicy: v.exactOptional(v.picklist(['preferred', 'last_resort', 'unallocable'])),
  tags: v.exactOptional(tags),
})

const node = v.strictObject({
  name,
  uuid: v.exactOptional(uuid),
  group: v.exactOptional(name),
  memoryMiB: v.exactOptional(sizeMiB),
  reservedMemoryMiB: v.exactOptional(sizeMiB),
  diskMiB: v.exactOptional(sizeMiB),
  unaccountedMemoryMiB: v.exactOptional(differenceMiB),
  unaccountedDiskMiB: v.exactOptional(differenceMiB),
  cpus: v.exactOptional(count),
  offline: v.exactOptional(v.boolean()),
  drained: v.exactOptional(v.boolean()),
  vmCapable: v.exactOptional(v.boolean()),
  poweredOn: v.exactOptional(v.boolean()),
  master: v.exactOptional(v.boolean()),
  tags: v.exactOptional(tags),
})

const instance = v.strictObject({
  name,
  uuid: v.exactOptional(uuid),
  diskTemplate: template,
  primary: name,
  secondary: v.exactOptional(name),
  disksMiB: v.exactOptional(v.pipe(v.array(sizeMiB), v.maxLength(16, 'must be at most 16 disks'))),
  memoryMiB: v.exactOptional(sizeMiB),
  minMemoryMiB: v.exactOptional(sizeMiB),
  vcpus: v.exactOptional(count),
  adminState: v.exactOptional(v.picklist(['up', 'down', 'offline'])),
  adminStateSource: v.exactOptional(v.picklist(['admin', 'user'])),
  running: v.exactOptional(v.boolean()),
  autoBalance: v.exactOptional(v.boolean()),
  spindleUse: v.exactOptional(
    v.pipe(
      v.number(),
      v.integer('must be a whole number'),
      v.minValue(0, 'must not be negative'),
      v.maxValue(100_000, 'must be at most 100000'),
    ),
  ),
  os: v.exactOptional(name),
  tags: v.exactOptional(tags),
  forthcoming: v.exactOptional(v.boolean()),
})

/** Fields of an opcode that is history: no deeper than the list of nodes that one of them was about. */
const scalar = v.union([v.null(), v.boolean(), v.number(), v.string()])
const opcode = v.record(v.string(), v.union([scalar, v.array(scalar)]))
const finishedJob = v.strictObject({
  opcodes: v.pipe(
    v.array(opcode),
    v.minLength(1, 'must list at least one opcode'),
    v.everyItem(
      ({ OP_ID: id }) => typeof id === 'string' && /^OP_[A-Z_]+$/.test(id),
      'must be opcodes, each with an OP_ID such as OP_NODE_ADD',
    ),
  ),
})

/** The whole file. */
export const CLUSTER_FILE_SCHEMA = v.strictObject({
  cluster: settings,
  timing: v.exactOptional(v.strictObject(timingEntries())),
  groups: v.pipe(v.array(group), v.minLength(1, 'must list at least one group'), v.maxLength(NAMES_MAX)),
  nodes: v.pipe(v.array(node), v.minLength(1, 'must list at least one node'), v.maxLength(NAMES_MAX)),
  instances: v.pipe(v.array(instance), v.maxLength(NAMES_MAX)),
  finishedJobs: v.exactOptional(v.pipe(v.array(finishedJob), v.maxLength(NAMES_MAX))),
})
