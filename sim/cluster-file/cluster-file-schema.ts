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

/** What an editor shows of a key. */
function described<S extends v.GenericSchema>(schema: S, text: string) {
  return v.pipe(schema, v.description(text))
}

const percent = v.pipe(
  v.number(),
  v.minValue(0, 'must not be negative'),
  v.maxValue(100, 'must be at most 100'),
)

/** One optional number for each entry of the timing table. */
function timingEntries(): Record<
  keyof typeof DEFAULT_TIMING,
  v.ExactOptionalSchema<typeof duration | typeof percent, undefined>
> {
  const entry = v.exactOptional(duration)
  return {
    submissionMs: entry,
    deadCandidateMs: entry,
    statusChangeMs: entry,
    liveQueryMs: entry,
    jobStartMs: entry,
    lockMs: entry,
    lockPollMs: entry,
    tagsMs: entry,
    failoverMs: entry,
    migrateMs: entry,
    startupMs: entry,
    shutdownMs: entry,
    reinstallMs: entry,
    createDisksMs: entry,
    replaceDisksMs: entry,
    nodeSetParamsMs: entry,
    iallocatorMs: entry,
    resyncMiBPerSecond: entry,
    copyMiBPerSecond: entry,
    spreadPercent: v.exactOptional(percent),
  }
}

const settings = v.strictObject({
  name: described(name, 'Name of the cluster.'),
  uuid: v.exactOptional(described(uuid, 'Its UUID; made of the seed when absent.')),
  tags: v.exactOptional(
    described(tags, 'Tags of the cluster; those of auto-repair hold for all its instances.'),
  ),
  hypervisor: v.exactOptional(
    described(
      v.picklist(['kvm', 'xen-pvm', 'xen-hvm', 'chroot', 'lxc', 'fake']),
      'The default and only enabled hypervisor; kvm when absent.',
    ),
  ),
  maxRunningJobs: v.exactOptional(described(count, 'How many jobs run at a time; 20 when absent.')),
  candidatePoolSize: v.exactOptional(
    described(count, 'How many nodes are master candidates; 10 when absent.'),
  ),
  diskTemplates: v.exactOptional(
    described(v.array(template), 'The enabled disk templates; all when absent.'),
  ),
  policyDiskTemplates: v.exactOptional(
    described(v.array(template), 'Those that the instance policy allows; the enabled ones when absent.'),
  ),
  defaultIallocator: v.exactOptional(
    described(v.picklist(['hail', '']), 'hail, or the empty string for none.'),
  ),
  noCapacityChecks: v.exactOptional(
    described(v.boolean(), 'Whether hail skips its check that the whole cluster stays redundant.'),
  ),
  enabledUserShutdown: v.exactOptional(
    described(v.boolean(), 'Whether a guest that shuts itself down counts as stopped by its user.'),
  ),
  maintainNodeHealth: v.exactOptional(
    described(v.boolean(), 'Whether ganeti-watcher stops all guests on a node that is marked offline.'),
  ),
})

const group = v.strictObject({
  name: described(name, 'Name of the node group.'),
  uuid: v.exactOptional(described(uuid, 'Its UUID.')),
  allocPolicy: v.exactOptional(
    described(
      v.picklist(['preferred', 'last_resort', 'unallocable']),
      'Whether and when the allocator may choose it; preferred when absent.',
    ),
  ),
  tags: v.exactOptional(
    described(
      tags,
      'Tags of the group; those of auto-repair hold for instances whose primary node is in it.',
    ),
  ),
})

const node = v.strictObject({
  name: described(name, 'Name of the node.'),
  uuid: v.exactOptional(described(uuid, 'Its UUID.')),
  group: v.exactOptional(described(name, 'Name of its group; the first one when absent.')),
  memoryMiB: v.exactOptional(described(sizeMiB, 'All of its memory, in MiB; 16384 when absent.')),
  reservedMemoryMiB: v.exactOptional(
    described(sizeMiB, "What the node's own system uses, in MiB; 1024 when absent."),
  ),
  diskMiB: v.exactOptional(described(sizeMiB, 'All of its storage, in MiB; 102400 when absent.')),
  unaccountedMemoryMiB: v.exactOptional(
    described(
      differenceMiB,
      'In use without Ganeti knowing by what, in MiB; negative where more is free than there should be.',
    ),
  ),
  unaccountedDiskMiB: v.exactOptional(described(differenceMiB, 'The same of its storage.')),
  cpus: v.exactOptional(described(count, 'Its processors; 8 when absent.')),
  offline: v.exactOptional(described(v.boolean(), 'Whether it is marked offline.')),
  drained: v.exactOptional(described(v.boolean(), 'Whether it is marked drained.')),
  vmCapable: v.exactOptional(described(v.boolean(), 'Whether instances can run on it; true when absent.')),
  poweredOn: v.exactOptional(
    described(v.boolean(), 'Whether the hardware runs; it does unless the node is offline.'),
  ),
  master: v.exactOptional(
    described(v.boolean(), 'Whether it is the master; the first node that can be is, when none is named.'),
  ),
  tags: v.exactOptional(described(tags, 'Tags of the node.')),
  mtimeSeconds: v.exactOptional(
    described(
      v.pipe(v.number(), v.minValue(0, 'must not be negative'), v.maxValue(2 ** 32, 'must be at most 2^32')),
      'When it was last changed, marked offline for instance, in seconds since 1970; now when absent.',
    ),
  ),
})

const instance = v.strictObject({
  name: described(name, 'Name of the instance.'),
  uuid: v.exactOptional(described(uuid, 'Its UUID.')),
  diskTemplate: described(template, 'Where and how its disks are kept.'),
  primary: described(name, 'Name of the node it runs on.'),
  secondary: v.exactOptional(
    described(name, 'Name of the node with the second copy: for drbd, and only for it.'),
  ),
  disksMiB: v.exactOptional(
    described(
      v.pipe(v.array(sizeMiB), v.maxLength(16, 'must be at most 16 disks')),
      'Sizes of its disks, in MiB; one of 1024 when absent.',
    ),
  ),
  memoryMiB: v.exactOptional(described(sizeMiB, 'Its memory (maxmem), in MiB; 128 when absent.')),
  minMemoryMiB: v.exactOptional(
    described(sizeMiB, 'The least it can run with (minmem), in MiB; as memoryMiB when absent.'),
  ),
  vcpus: v.exactOptional(described(count, 'Its virtual processors; 1 when absent.')),
  adminState: v.exactOptional(
    described(v.picklist(['up', 'down', 'offline']), 'What its admin wants of it; up when absent.'),
  ),
  adminStateSource: v.exactOptional(
    described(v.picklist(['admin', 'user']), 'Who wanted that last; admin when absent.'),
  ),
  running: v.exactOptional(
    described(v.boolean(), 'Whether it runs, where that is not what its admin wants.'),
  ),
  autoBalance: v.exactOptional(described(v.boolean(), 'Whether it counts for redundancy; true when absent.')),
  spindleUse: v.exactOptional(
    described(
      v.pipe(
        v.number(),
        v.integer('must be a whole number'),
        v.minValue(0, 'must not be negative'),
        v.maxValue(100_000, 'must be at most 100000'),
      ),
      'How many spindles it uses; 1 when absent.',
    ),
  ),
  os: v.exactOptional(
    described(
      v.pipe(
        v.string(),
        v.regex(/^[A-Za-z0-9_.+-]{1,128}$/, 'must be an operating system, such as debootstrap+default'),
      ),
      'Its operating system; dummy when absent.',
    ),
  ),
  tags: v.exactOptional(described(tags, 'Tags of the instance.')),
  forthcoming: v.exactOptional(described(v.boolean(), 'Whether it is only reserved yet.')),
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
  statuses: v.exactOptional(
    described(
      v.array(v.picklist(['success', 'error', 'canceled'])),
      'What became of each opcode; success when absent.',
    ),
  ),
  priorities: v.exactOptional(
    described(
      v.array(
        v.pipe(
          v.number(),
          v.integer('must be a whole number'),
          v.minValue(-20, 'must be at least -20'),
          v.maxValue(19, 'must be at most 19'),
        ),
      ),
      'The priority of each opcode; 0 when absent. A repair that harep has cancelled itself has 19.',
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
