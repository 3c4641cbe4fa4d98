import { exhaustive } from '../../cluster/exhaustive.ts'
import type { Instance } from '../../cluster/instance.ts'
import {
  activateDisks,
  failover,
  failoverTo,
  migrate,
  move,
  type Opcode,
  replaceSecondaryBy,
  startup,
} from '../../cluster/opcode.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import type { Reason, RoomNeed } from '../reason.ts'
import type { Recreation, Remedy } from './diagnosis.ts'
import { recreationOpcodes } from './recreation.ts'
import type { Need, Room } from './room.ts'
import { isToBeStarted, isToRun } from './running.ts'

/** A repair that may be made if there is room for it. */
export interface Wish {
  readonly instance: Instance
  readonly remedy: Remedy
  /** Nodes on which an earlier attempt failed: taken only where there is no other. */
  readonly failedOn: readonly string[]
  /** Nodes where one found volumes of the same names from before. */
  readonly oldVolumesOn: readonly string[]
  /** Nodes where its disks were before they were made anew elsewhere: volumes of the same names may be there. */
  readonly hadDisks: readonly string[]
  /** Nodes that a running copy of disks keeps locked, perhaps for hours: what goes there waits as long. */
  readonly lockedByCopies: readonly string[]
  /** Whether the last attempt found that its disks are not active. */
  readonly lackedDisks: boolean
}

export type Placed =
  | { readonly kind: 'opcodes'; readonly opcodes: readonly Opcode[] }
  | { readonly kind: 'no-room'; readonly reason: Reason }

/**
 * Turns a wish into opcodes, and takes the room that they need. No node is left to hail: for that a job locks all nodes of the group, and
 * one that waits for those which a copy of disks keeps locked has all others locked meanwhile (docs/decisions/2026-11-29-nodes-are-named.md).
 */
export function placeWish(wish: Wish, room: Room, snapshot: Snapshot): Placed {
  const { instance, remedy } = wish
  const noRoom = (need: RoomNeed): Placed => {
    const uuid = snapshot.nodes.get(instance.primary)?.groupUuid ?? ''
    const group = snapshot.groups.get(uuid)?.name ?? uuid
    return { kind: 'no-room', reason: { code: 'no-room', need, group, leftOut: room.leftOut(instance) } }
  }
  switch (remedy.kind) {
    case 'failover':
      return toSecondary(instance, room, remedy.startsIt, noRoom)
    case 'migrate':
      return startOn(instance, instance.secondary ?? '', room, noRoom) ?? opcodes([migrate(instance.name)])
    case 'go-on':
      return goOn(instance, remedy.opcodes, room, noRoom)
    case 'replace-secondary':
      return newSecondary(wish, room, snapshot, noRoom)
    case 'relocate':
      return relocate(wish, remedy.by, room, noRoom)
    case 'move':
      return moved(wish, room, noRoom)
    case 're-create':
      return recreated(wish, remedy, room, noRoom)
    default:
      return exhaustive(remedy)
  }
}

/** Whether a wish leaves no choice of nodes: such are placed first, since the others can go elsewhere. */
export function isTied({ kind }: Remedy): boolean {
  return kind === 'failover' || kind === 'migrate' || kind === 'go-on'
}

type NoRoom = (need: RoomNeed) => Placed

function opcodes(list: readonly Opcode[]): Placed {
  return { kind: 'opcodes', opcodes: list }
}

/**
 * Takes the memory for an instance that is started on a node, or tells that it is not there: Ganeti asks for minmem and
 * gives up to maxmem (opcodes.md section 3). A node that says nothing of its memory is left to Ganeti.
 */
function startOn(instance: Instance, node: string, room: Room, noRoom: NoRoom): Placed | undefined {
  const freeMiB = room.memoryFreeMiB(node)
  if (freeMiB !== undefined && freeMiB < instance.minMemoryMiB) {
    return noRoom({ kind: 'memory', node, neededMiB: instance.minMemoryMiB, freeMiB: Math.max(0, freeMiB) })
  }
  room.release(instance)
  room.take(node, Math.min(instance.memoryMiB, freeMiB ?? 0), 0)
  room.settleOn(instance, node)
  return undefined
}

function toSecondary(instance: Instance, room: Room, startsIt: boolean, noRoom: NoRoom): Placed {
  const isStarted = startsIt || isToRun(instance)
  const objection = isStarted ? startOn(instance, instance.secondary ?? '', room, noRoom) : undefined
  if (objection) return objection
  const repair = [failover(instance.name)]
  return opcodes(startsIt && !isToRun(instance) ? [...repair, startup(instance.name)] : repair)
}

function goOn(instance: Instance, list: readonly Opcode[], room: Room, noRoom: NoRoom): Placed {
  const isStarted = list.some(({ OP_ID }) => OP_ID === 'OP_INSTANCE_STARTUP')
  return (isStarted ? startOn(instance, instance.primary, room, noRoom) : undefined) ?? opcodes(list)
}

/**
 * A node where an attempt failed, or may fail (`risky`), is only taken where there is no other; of the rest one that a copy keeps locked only
 * where all are.
 */
function find({ instance, lockedByCopies }: Wish, room: Room, need: Need, risky: readonly string[]) {
  const without = (...nodes: readonly string[]) =>
    room.find(instance, { ...need, except: [...need.except, ...nodes] })
  return without(...risky, ...lockedByCopies) ?? without(...risky) ?? without()
}

function newSecondary(wish: Wish, room: Room, snapshot: Snapshot, noRoom: NoRoom): Placed {
  const { instance, failedOn, hadDisks, lackedDisks } = wish
  const { name, primary, secondary, diskUsageMiB: diskMiB } = instance
  const need = { memoryMiB: 0, diskMiB, isPrimary: false, standsBy: true, except: [primary, secondary] }
  const node = find(wish, room, need, [...failedOn, ...hadDisks])
  if (node === undefined) return noRoom({ kind: 'secondary' })
  room.take(node, 0, diskMiB)
  room.standBy(instance, node)
  const isSecondaryOffline = snapshot.nodes.get(secondary ?? '')?.offline === true
  const first = mayLackDisks(instance) && (isSecondaryOffline || lackedDisks) ? [activateDisks(name)] : []
  return opcodes([...first, replaceSecondaryBy(name, node)])
}

/**
 * Whether an instance should run and does not, on a node that was perhaps started just now: its disks count as active, and are not, so that
 * REPLACE_DISKS finds none (tried on a real Ganeti on 2026-11-28). Where they are, ACTIVATE_DISKS changes nothing. It leaves out a
 * secondary that is offline, but fails on one that is there and broken, which REPLACE_DISKS does not ask: there it comes only once an attempt
 * has found no disk.
 */
function mayLackDisks(instance: Instance): boolean {
  return isToBeStarted(instance)
}

function relocate(wish: Wish, by: 'failover' | 'migrate', room: Room, noRoom: NoRoom): Placed {
  const { instance } = wish
  const { name, primary } = instance
  const memoryMiB = by === 'migrate' || isToRun(instance) ? instance.memoryMiB : 0
  const node = find(wish, room, { memoryMiB, diskMiB: 0, isPrimary: true, except: [primary] }, [])
  if (node === undefined) return noRoom({ kind: 'node' })
  room.take(node, memoryMiB, 0)
  room.settleOn(instance, node)
  return opcodes([by === 'migrate' ? migrate(name, node) : failoverTo(name, node)])
}

/** A copy stops the guest before it finds old volumes in its way: never to where they are known to be, and rather not to where they may be. */
function moved(wish: Wish, room: Room, noRoom: NoRoom): Placed {
  const { instance, failedOn, oldVolumesOn, hadDisks } = wish
  const { name, primary, diskUsageMiB: diskMiB } = instance
  const memoryMiB = isToRun(instance) ? instance.memoryMiB : 0
  const need = { memoryMiB, diskMiB, isPrimary: true, except: [primary, ...oldVolumesOn] }
  const node = find(wish, room, need, [...failedOn, ...hadDisks])
  if (node === undefined) {
    const withOld = room.find(instance, { ...need, except: [primary] })
    return noRoom(withOld === undefined ? { kind: 'node' } : { kind: 'old-volumes', node: withOld })
  }
  room.take(node, memoryMiB, diskMiB)
  room.settleOn(instance, node)
  return opcodes([move(name, node)])
}

/**
 * The memory is asked for even of one that was stopped, and on both nodes: it is to be started there some day. Where volumes of the same names
 * may be there is only taken where there is no other: Ganeti would fail on them.
 */
function recreated(wish: Wish, { copies, wasUp, avoid }: Recreation, room: Room, noRoom: NoRoom): Placed {
  const { instance, hadDisks } = wish
  const { memoryMiB, diskUsageMiB: diskMiB } = instance
  const primary = find(wish, room, { memoryMiB, diskMiB, isPrimary: true, except: avoid }, hadDisks)
  const secondary =
    copies === 2 && primary !== undefined
      ? find(wish, room, { memoryMiB, diskMiB, isPrimary: false, except: [...avoid, primary] }, hadDisks)
      : undefined
  if (primary === undefined || (copies === 2 && secondary === undefined))
    return noRoom({ kind: 'disks', copies })
  room.take(primary, memoryMiB, diskMiB)
  if (secondary !== undefined) room.take(secondary, 0, diskMiB)
  room.settleOn(instance, primary)
  const nodes = secondary === undefined ? [primary] : [primary, secondary]
  return opcodes(recreationOpcodes(instance.name, nodes, wasUp))
}
