import type { JsonObject } from './json.ts'

/**
 * The opcodes that harep submits, with every key in the order in which the original writes them (harep-observed.md
 * section 3): luxid refuses unknown keys, and what `--classic` prints of a job is read by scripts.
 */
export type Opcode = JsonObject & { readonly OP_ID: string }

/** Seconds an instance gets to shut down before it is stopped hard (Ganeti's DEFAULT_SHUTDOWN_TIMEOUT). */
const SHUTDOWN_TIMEOUT_SECONDS = 120

/** Waits `durationSeconds` on the master, holding its node lock all the while (jobs.md section 10). */
export function testDelay(durationSeconds: number): Opcode {
  return Object.freeze({
    OP_ID: 'OP_TEST_DELAY',
    duration: durationSeconds,
    on_master: true,
    on_nodes: [],
    repeat: 0,
    interruptible: false,
    no_locks: false,
  })
}

/** Does nothing for a millisecond (Ganeti wants more than none), on no node, and takes no lock: there to be seen in the queue. */
export function noOperation(): Opcode {
  return Object.freeze({
    OP_ID: 'OP_TEST_DELAY',
    duration: 0.001,
    on_master: false,
    on_nodes: [],
    repeat: 0,
    interruptible: false,
    no_locks: true,
  })
}

/** Starts a drbd instance on its secondary node. */
export function failover(instance: string): Opcode {
  return Object.freeze({
    OP_ID: 'OP_INSTANCE_FAILOVER',
    instance_name: instance,
    shutdown_timeout: SHUTDOWN_TIMEOUT_SECONDS,
    ignore_consistency: false,
    ignore_ipolicy: false,
    cleanup: false,
  })
}

/** Starts an instance whose disks are on shared storage on another node. */
export function failoverTo(instance: string, node: string): Opcode {
  return Object.freeze({ ...failover(instance), target_node: node })
}

/** Moves a running instance without a stop: a drbd one to its secondary, one on shared storage to `node`. */
export function migrate(instance: string, node?: string): Opcode {
  return Object.freeze({
    OP_ID: 'OP_INSTANCE_MIGRATE',
    instance_name: instance,
    allow_runtime_changes: true,
    ignore_ipolicy: false,
    cleanup: false,
    allow_failover: false,
    ignore_hvversions: false,
    ...(node === undefined ? {} : { target_node: node }),
  })
}

/** Copies a plain or file instance with its data to another node; it is stopped all the while. */
export function move(instance: string, target: string): Opcode {
  return Object.freeze({
    OP_ID: 'OP_INSTANCE_MOVE',
    instance_name: instance,
    shutdown_timeout: SHUTDOWN_TIMEOUT_SECONDS,
    ignore_ipolicy: false,
    target_node: target,
    compress: 'none',
    ignore_consistency: false,
  })
}

/** Brings up the disks of an instance on those of its nodes that are in service. */
export function activateDisks(instance: string): Opcode {
  return Object.freeze({
    OP_ID: 'OP_INSTANCE_ACTIVATE_DISKS',
    instance_name: instance,
    ignore_size: false,
    wait_for_sync: false,
  })
}

/** Gives a drbd instance a new secondary node, of hail's choice: as the original asks for it. */
export function replaceSecondary(instance: string): Opcode {
  return Object.freeze({
    OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
    instance_name: instance,
    early_release: false,
    ignore_ipolicy: false,
    mode: 'replace_new_secondary',
    disks: [],
    iallocator: 'hail',
  })
}

/** Gives a drbd instance this node as its new secondary. */
export function replaceSecondaryBy(instance: string, node: string): Opcode {
  return Object.freeze({
    OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
    instance_name: instance,
    early_release: false,
    ignore_ipolicy: false,
    mode: 'replace_new_secondary',
    disks: [],
    remote_node: node,
  })
}

/** Makes all disks of an instance anew, empty, on nodes of hail's choice: as the original asks for it. */
export function recreateDisksByHail(instance: string): Opcode {
  return Object.freeze({
    OP_ID: 'OP_INSTANCE_RECREATE_DISKS',
    instance_name: instance,
    disks: [],
    nodes: [],
    iallocator: 'hail',
  })
}

/** Makes all disks of an instance anew, empty, on these nodes, of which the first becomes its primary. */
export function recreateDisksOn(instance: string, nodes: readonly string[]): Opcode {
  return Object.freeze({
    OP_ID: 'OP_INSTANCE_RECREATE_DISKS',
    instance_name: instance,
    disks: [],
    nodes: Object.freeze([...nodes]),
  })
}

/** Installs the instance's operating system on its disks; Ganeti insists that it is marked down. */
export function reinstall(instance: string): Opcode {
  return Object.freeze({ OP_ID: 'OP_INSTANCE_REINSTALL', instance_name: instance, force_variant: false })
}

/** Marks an instance down, and stops it where its primary node is not offline. */
export function shutdown(instance: string): Opcode {
  return Object.freeze({
    OP_ID: 'OP_INSTANCE_SHUTDOWN',
    instance_name: instance,
    force: false,
    ignore_offline_nodes: true,
    timeout: SHUTDOWN_TIMEOUT_SECONDS,
    no_remember: false,
  })
}

/** Marks an instance up and starts it. */
export function startup(instance: string): Opcode {
  return Object.freeze({
    OP_ID: 'OP_INSTANCE_STARTUP',
    instance_name: instance,
    force: false,
    ignore_offline_nodes: false,
    no_remember: false,
    startup_paused: false,
    shutdown_timeout: SHUTDOWN_TIMEOUT_SECONDS,
  })
}

export function setTags(instance: string, tags: readonly string[]): Opcode {
  return Object.freeze({
    OP_ID: 'OP_TAGS_SET',
    kind: 'instance',
    tags: Object.freeze([...tags]),
    name: instance,
  })
}

export function deleteTags(instance: string, tags: readonly string[]): Opcode {
  return Object.freeze({
    OP_ID: 'OP_TAGS_DEL',
    kind: 'instance',
    tags: Object.freeze([...tags]),
    name: instance,
  })
}

/** Deletes tags of an instance, a node group (Ganeti's word is nodegroup) or the cluster, which has no name here. */
export function deleteTagsOf(
  level: 'instance' | 'group' | 'cluster',
  object: string,
  tags: readonly string[],
): Opcode {
  if (level === 'instance') return deleteTags(object, tags)
  const kind = level === 'group' ? 'nodegroup' : 'cluster'
  const name = level === 'group' ? object : null
  return Object.freeze({ OP_ID: 'OP_TAGS_DEL', kind, tags: Object.freeze([...tags]), name })
}
