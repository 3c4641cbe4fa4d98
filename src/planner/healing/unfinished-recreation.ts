import { exhaustive } from '../../cluster/exhaustive.ts'
import type { Instance } from '../../cluster/instance.ts'
import type { Node } from '../../cluster/node.ts'
import { startup } from '../../cluster/opcode.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import type { Reason } from '../reason.ts'
import { changedSince, mayBeArchived } from './changed-since.ts'
import type { Broken, Diagnosis } from './diagnosis.ts'
import { namesOfNodes } from './names-of-nodes.ts'
import type { QueueIndex } from './queue-index.ts'
import { systemOpcodes } from './recreation.ts'
import { runs } from './running.ts'
import type { Unfinished } from './stage.ts'
import { silence } from './table/diagnose.ts'

/** What a diagnosis of an unfinished re-creation rests on. */
export interface UnfinishedCase {
  readonly instance: Instance
  readonly unfinished: Unfinished
  readonly snapshot: Snapshot
  readonly queue: QueueIndex
  /** What the table says of the instance as it is now. */
  readonly table: Diagnosis
}

/**
 * A diagnosis of its own, which comes before the table: the table sees nodes that are well, and not that the disks on them
 * are blank or that nobody has started the instance again. What writes to the disks again does so only where nothing has
 * touched the instance since; else a human has to look.
 */
export function diagnoseUnfinished(at: UnfinishedCase): Diagnosis {
  const { instance, unfinished, snapshot } = at
  // Its records stay: they are all that tells that its disks may be blank.
  if (instance.adminState === 'offline') return { kind: 'fine', reason: { code: 'admin-offline' } }
  const nodes = nodesOf(instance, snapshot)
  const silent = silence(...nodes)
  if (silent) return silent
  switch (unfinished.stage) {
    case 'disks':
      return withoutDisks(at, nodes)
    case 'system':
      return withBlankDisks(at, nodes)
    case 'start':
      return withSystem(at, nodes)
    default:
      return exhaustive(unfinished.stage)
  }
}

/** RECREATE_DISKS did not succeed: the whole job again, on other nodes, unless a node with the old data has come back. */
function withoutDisks(at: UnfinishedCase, nodes: readonly Node[]): Diagnosis {
  const { instance, unfinished, snapshot } = at
  const back = (unfinished.from ?? []).filter(name => snapshot.nodes.get(name)?.offline === false)
  if (nodes.some(({ name }) => back.includes(name))) return withOldData(at, nodes)
  const [node] = back
  if (node !== undefined) return { kind: 'failed', reason: orphaned(at, node) }
  if (nodes.every(({ offline }) => offline)) return again(at)
  // Ganeti writes the new nodes down before it makes anything there, so on others the old data is.
  const isOnNewNodes = nodes.every(({ name }) => unfinished.tried.includes(name))
  if (!isOnNewNodes) return withOldData(at, nodes)
  return changed(at, instance.adminState === (unfinished.isDown ? 'down' : 'up'), mayBeArchived) ?? again(at)
}

/** The data is where Ganeti's record of the instance does not lead any more: only a human can bring the two together. */
function orphaned({ instance: { primary }, unfinished: { job } }: UnfinishedCase, node: string): Reason {
  const what = `${node}, which had its disks, is back in service, while Ganeti looks for them on ${primary}`
  return { code: 'changed-since', job: job.id, what }
}

/** The disks are there, and blank: the system, unless one of their nodes is gone again, with nothing on it to be kept. */
function withBlankDisks(at: UnfinishedCase, nodes: readonly Node[]): Diagnosis {
  const { instance, unfinished } = at
  const isWhereMade =
    nodes.length === unfinished.made?.length &&
    nodes.every(({ name }, index) => name === unfinished.made?.[index])
  const touched = changed(at, isWhereMade && instance.adminState === 'down', mayBeArchived)
  if (touched) return touched
  return nodes.some(({ offline }) => offline)
    ? again(at)
    : goOn(at, systemOpcodes(instance.name, unfinished.wasUp), true)
}

/** Only the start failed. It writes to no disk, so that it is made where the instance is. */
function withSystem(at: UnfinishedCase, nodes: readonly Node[]): Diagnosis {
  if (!at.unfinished.wasUp || runs(at.instance)) return at.table
  return nodes[0]?.offline ? toBeStarted(at.table) : started(at)
}

/**
 * A node with the old data has come back before anything was made anew. Nothing is lost, then, but our job has marked the
 * instance down, and nobody else will start it.
 */
function withOldData(at: UnfinishedCase, nodes: readonly Node[]): Diagnosis {
  const { instance, unfinished } = at
  if (!unfinished.wasUp || instance.adminState !== 'down') return at.table
  return nodes[0]?.offline ? toBeStarted(at.table) : started(at)
}

/**
 * An admin who has had to do with it since may want it to be down, so it is left alone. But it was up until our job stopped
 * it: it is not called well, also since what looks like an admin's change may be a tag of ours whose job is archived.
 */
function started(at: UnfinishedCase): Diagnosis {
  const isChanged = changed(at, true)
  if (isChanged) return at.table.kind === 'fine' ? isChanged : at.table
  return goOn(at, [startup(at.instance.name)], false)
}

/** The table's repair, after which the instance is to run although our job has marked it down. */
function toBeStarted(table: Diagnosis): Diagnosis {
  if (table.kind !== 'broken') return table
  const { remedy } = table
  if (remedy.kind === 'failover') return { ...table, remedy: { ...remedy, startsIt: true } }
  return remedy.kind === 're-create' ? { ...table, remedy: { ...remedy, wasUp: true } } : table
}

function again(at: UnfinishedCase): Broken {
  const { instance, unfinished } = at
  const copies = instance.diskTemplate === 'drbd' ? 2 : 1
  const { wasUp, tried: avoid, from } = unfinished
  const remedy = { kind: 're-create', copies, wasUp, avoid, from } as const
  return { kind: 'broken', type: 'reinstall', remedy, reason: reasonOf(at) }
}

function goOn(at: UnfinishedCase, opcodes: ReturnType<typeof systemOpcodes>, isDestructive: boolean): Broken {
  const remedy = { kind: 'go-on', opcodes, isDestructive } as const
  return { kind: 'broken', type: 'reinstall', remedy, reason: reasonOf(at) }
}

function reasonOf({ unfinished: { stage, job } }: UnfinishedCase): Reason {
  return { code: 'recreation-unfinished', stage, job: job.id }
}

/** The repair has failed for good where anything is not as the job left it. */
function changed(
  { instance, unfinished: { job }, queue }: UnfinishedCase,
  isAsLeft: boolean,
  isUnknown: typeof mayBeArchived = () => undefined,
): Diagnosis | undefined {
  const what = isAsLeft
    ? (isUnknown(job, queue) ?? changedSince(instance, job, queue))
    : 'its nodes or its admin state are not what the job left'
  return what === undefined
    ? undefined
    : { kind: 'failed', reason: { code: 'changed-since', job: job.id, what } }
}

function nodesOf(instance: Instance, snapshot: Snapshot): readonly Node[] {
  return namesOfNodes(instance).flatMap(name => snapshot.nodes.get(name) ?? [])
}
