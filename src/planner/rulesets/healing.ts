import type { Instance } from '../../cluster/instance.ts'
import type { Node } from '../../cluster/node.ts'
import { failover, replaceSecondary } from '../../cluster/opcode.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import type { Diagnosis } from '../diagnosis.ts'
import type { Reason } from '../reason.ts'
import type { Ruleset } from '../ruleset.ts'

/**
 * The default: the original's repairs without its traps. Only a node that is marked offline is dead. A drained node still
 * has its instances and their data, so nothing is rebooted, and above all nothing is re-created, because of it. For a
 * re-creation, nodes are chosen when all repairs of the run are known (place.ts).
 */
export const healing: Ruleset = { name: 'healing', diagnose }

function diagnose(instance: Instance, snapshot: Snapshot): Diagnosis {
  // Only drbd has a copy on a second node; what luxid may name there for others says nothing about their data.
  const second = instance.diskTemplate === 'drbd' ? instance.secondary : undefined
  const nodes = [instance.primary, ...(second === undefined ? [] : [second])].flatMap(
    name => snapshot.nodes.get(name) ?? [],
  )
  const [primary, secondary] = nodes
  const untouchable = untouched(instance)
  // That an instance is left alone is worth telling only where something would have to be done.
  if (!primary || nodes.every(isGood)) return untouchable?.kind === 'blocked' ? untouchable : fine()
  const left = untouchable ?? silence(nodes)
  if (left) return left
  return instance.diskTemplate === 'drbd' && secondary
    ? diagnoseDrbd(instance, primary, secondary)
    : diagnoseSingle(instance, primary)
}

function diagnoseDrbd(instance: Instance, primary: Node, secondary: Node): Diagnosis {
  if (primary.offline && secondary.offline) return recreation([primary, secondary])
  if (primary.offline || secondary.offline) {
    const [offline, other] = primary.offline ? [primary, secondary] : [secondary, primary]
    if (other.drained)
      return block({ code: 'copy-on-drained-node', offline: offline.name, drained: other.name })
    return primary.offline
      ? {
          kind: 'broken',
          type: 'failover',
          remedy: { kind: 'opcodes', opcodes: [failover(instance.name)] },
          reason: { code: 'primary-offline', node: primary.name, secondary: secondary.name },
        }
      : {
          kind: 'broken',
          type: 'fix-storage',
          remedy: { kind: 'opcodes', opcodes: [replaceSecondary(instance.name)] },
          reason: { code: 'secondary-offline', node: secondary.name },
        }
  }
  return drained(primary.drained ? primary : secondary)
}

function diagnoseSingle(instance: Instance, primary: Node): Diagnosis {
  if (!primary.offline) return drained(primary)
  if (instance.diskTemplate === 'plain') return recreation([primary])
  if (instance.diskTemplate === 'mixed') return block({ code: 'mixed-disks' })
  return block({ code: 'no-rule', diskTemplate: instance.diskTemplate, node: primary.name })
}

function recreation(nodes: readonly Node[]): Diagnosis {
  const remedy = { kind: 're-create', copies: nodes.length > 1 ? 2 : 1 } as const
  const reason = { code: 'all-copies-offline', nodes: nodes.map(({ name }) => name) } as const
  return { kind: 'broken', type: 'reinstall', remedy, reason }
}

/** Instances that are left alone whatever their nodes do. */
function untouched(instance: Instance): Diagnosis | undefined {
  if (instance.forthcoming) return { kind: 'fine', reason: { code: 'forthcoming' } }
  if (instance.adminState === 'offline') return { kind: 'fine', reason: { code: 'admin-offline' } }
  if (instance.diskTemplate === 'drbd' && instance.secondary === undefined)
    return block({ code: 'no-secondary' })
  return undefined
}

/** A node that should answer and does not may be dead, but only a human (or a monitor) may say so. */
function silence(nodes: readonly Node[]): Diagnosis | undefined {
  const silent = nodes.find(node => node.silence !== undefined)
  return silent && block({ code: 'node-silent', node: silent.name })
}

function isGood(node: Node): boolean {
  return !node.offline && !node.drained && node.silence === undefined
}

function fine(): Diagnosis {
  return { kind: 'fine', reason: { code: 'nodes-fine' } }
}

function drained(node: Node): Diagnosis {
  return { kind: 'fine', reason: { code: 'node-drained', node: node.name } }
}

function block(reason: Reason): Diagnosis {
  return { kind: 'blocked', reason }
}
