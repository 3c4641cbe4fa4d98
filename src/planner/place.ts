import type { Instance } from '../cluster/instance.ts'
import type { Opcode } from '../cluster/opcode.ts'
import type { Snapshot } from '../cluster/snapshot.ts'
import type { Decision } from './decision.ts'
import type { Remedy } from './diagnosis.ts'
import { recreationOpcodes } from './recreation.ts'
import { roomOf } from './room.ts'

/** Room that a repair of an earlier run has been given, while its job is unfinished: the cluster may not show it yet. */
export interface Claim {
  readonly instance: string
  /** Where its disks are made anew, the primary first; undefined where its disks stay: a failover. */
  readonly nodes: readonly string[] | undefined
}

/**
 * Gives each re-creation among the decisions its nodes, in their order, so that no two count on the same room. What earlier
 * runs have claimed is set aside first, and the memory that failovers need on their secondary nodes. Where there is no room nothing is begun:
 * the instance stays in need of repair, and the first run that finds room goes on.
 */
export function place(
  decisions: readonly Decision[],
  snapshot: Snapshot,
  claims: readonly Claim[],
): readonly Decision[] {
  if (!decisions.some(isRecreation)) return decisions
  const instances = new Map(snapshot.instances.map(instance => [instance.name, instance]))
  const room = roomOf(snapshot)
  for (const { instance: name, nodes } of [...claims, ...decisions.flatMap(claimOfFailover)]) {
    const instance = instances.get(name)
    if (instance && nodes) room.claim(instance, nodes)
    else if (instance?.secondary) room.take(instance, instance.secondary)
  }
  return decisions.map(decision => {
    const instance = instances.get(decision.instance)
    const { action } = decision
    if (!instance || action.kind !== 'repair' || action.remedy.kind !== 're-create') return decision
    const { copies } = action.remedy
    const nodes = room.choose(instance, copies)
    if (!nodes)
      return Object.freeze({
        ...decision,
        reason: noRoom(instance, copies, snapshot),
        action: { kind: 'none' as const },
      })
    const opcodes = recreationOpcodes(instance.name, nodes, instance.adminState)
    return Object.freeze({
      ...decision,
      action: { ...action, remedy: { kind: 'opcodes' as const, opcodes } },
    })
  })
}

/** The opcodes of a remedy whose nodes, if it needs any, are chosen. Throws TypeError else: that is a defect. */
export function placedOpcodes(remedy: Remedy): readonly Opcode[] {
  if (remedy.kind === 'opcodes') return remedy.opcodes
  throw new TypeError('a re-creation reached the run before nodes were chosen for it')
}

function claimOfFailover({ instance, action }: Decision): readonly Claim[] {
  return action.kind === 'repair' && action.type === 'failover' ? [{ instance, nodes: undefined }] : []
}

function isRecreation({ action }: Decision): boolean {
  return action.kind === 'repair' && action.remedy.kind === 're-create'
}

function noRoom(instance: Instance, copies: number, snapshot: Snapshot): Decision['reason'] {
  const group = snapshot.groups.get(snapshot.nodes.get(instance.primary)?.groupUuid ?? '')?.name ?? ''
  return { code: 'no-room', need: { kind: 'disks', copies }, group }
}
