import { exhaustive } from '../../../cluster/exhaustive.ts'
import type { Instance } from '../../../cluster/instance.ts'
import type { Node } from '../../../cluster/node.ts'
import type { Snapshot } from '../../../cluster/snapshot.ts'
import type { Diagnosis } from '../diagnosis.ts'
import type { Limits } from '../plan-input.ts'
import { diagnoseDrbd } from './drbd.ts'
import { diagnoseLocal } from './local.ts'
import { diagnoseShared } from './shared.ts'
import { blocked, FINE } from './verdict.ts'

/**
 * The table of what heals, by the nodes of an instance alone. Only a node that is marked offline is dead. A drained one
 * still has its instances and their data, so they leave it with their data. A node that does not answer and is not marked
 * may be dead, but only a human or a monitor may say so; and one that may not hold instances (vm_capable) is no failure.
 * Never is anything made anew while a node that is not offline has a copy.
 */
export function diagnose(instance: Instance, snapshot: Snapshot, limits: Limits): Diagnosis {
  const primary = snapshot.nodes.get(instance.primary)
  // Only drbd has a copy on a second node; what luxid may name there for others says nothing about their data.
  const isDrbd = instance.diskTemplate === 'drbd'
  const secondary =
    isDrbd && instance.secondary !== undefined ? snapshot.nodes.get(instance.secondary) : undefined
  if (isDrbd && !secondary && !isUntouched(instance)) return blocked({ code: 'no-secondary' })
  if (!primary || (isGood(primary) && (!secondary || isGood(secondary)))) return FINE
  return (
    untouched(instance) ??
    silence(primary, secondary) ??
    wrongNode(instance) ??
    byTemplate(instance, primary, secondary, limits)
  )
}

function byTemplate(
  instance: Instance,
  primary: Node,
  secondary: Node | undefined,
  limits: Limits,
): Diagnosis {
  const { diskTemplate } = instance
  switch (diskTemplate) {
    case 'drbd':
      return secondary ? diagnoseDrbd(instance, primary, secondary) : blocked({ code: 'no-secondary' })
    case 'plain':
    case 'file':
      return diagnoseLocal(instance, primary, limits.maxStopSeconds)
    case 'sharedfile':
    case 'rbd':
    case 'ext':
    case 'gluster':
    case 'blockdev':
    case 'diskless':
      return diagnoseShared(instance, primary)
    case 'mixed':
      return blocked({ code: 'mixed-disks' })
    default:
      return exhaustive(diskTemplate)
  }
}

/** Whether a node needs nothing done about its instances. */
function isGood(node: Node): boolean {
  return !node.offline && !node.drained && node.silence === undefined
}

function isUntouched({ forthcoming, adminState }: Instance): boolean {
  return forthcoming || adminState === 'offline'
}

/** Instances that are left alone whatever their nodes do; worth telling only where something would have to be done. */
function untouched({ forthcoming, adminState }: Instance): Diagnosis | undefined {
  if (forthcoming) return { kind: 'fine', reason: { code: 'forthcoming' } }
  return adminState === 'offline' ? { kind: 'fine', reason: { code: 'admin-offline' } } : undefined
}

/** A silent node matters to the instances that use it, and to no others. */
export function silence(...nodes: readonly (Node | undefined)[]): Diagnosis | undefined {
  const silent = nodes.find(node => node?.silence !== undefined)
  return silent && blocked({ code: 'node-silent', node: silent.name })
}

/** It runs where the configuration does not have it: whatever is done by the configuration would start a second copy. */
function wrongNode({ status, primary }: Instance): Diagnosis | undefined {
  return status === 'ERROR_wrongnode' ? blocked({ code: 'wrong-node', node: primary }) : undefined
}
