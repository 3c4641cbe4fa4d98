import type { Instance } from '../../../cluster/instance.ts'
import type { Node } from '../../../cluster/node.ts'
import type { Diagnosis } from '../diagnosis.ts'
import { namesOfNodes } from '../names-of-nodes.ts'
import { isToRun, runs } from '../running.ts'
import { blocked, broken } from './verdict.ts'

/** The rows for drbd: a copy on each of two nodes, of which at least one is not well. */
export function diagnoseDrbd(instance: Instance, primary: Node, secondary: Node): Diagnosis {
  if (primary.offline) return withDeadPrimary(instance, primary, secondary)
  // From here on the data is on a primary that works. Whatever else is to be done, a second copy comes first.
  if (secondary.offline)
    return broken(
      'fix-storage',
      { kind: 'replace-secondary' },
      { code: 'secondary-offline', node: secondary.name },
    )
  if (secondary.drained)
    return broken(
      'fix-storage',
      { kind: 'replace-secondary' },
      { code: 'secondary-drained', node: secondary.name },
    )
  return withDrainedPrimary(instance, primary, secondary)
}

function withDeadPrimary(instance: Instance, primary: Node, secondary: Node): Diagnosis {
  if (secondary.offline) {
    return broken(
      'reinstall',
      { kind: 're-create', copies: 2, wasUp: isToRun(instance), avoid: [], from: namesOfNodes(instance) },
      { code: 'all-copies-offline', nodes: [primary.name, secondary.name] },
    )
  }
  // Ganeti refuses a failover to a drained node, but the data is there: a human has the choice.
  if (secondary.drained)
    return blocked({ code: 'copy-on-drained-node', offline: primary.name, drained: secondary.name })
  return broken(
    'failover',
    { kind: 'failover', startsIt: false },
    { code: 'primary-offline', node: primary.name, secondary: secondary.name },
  )
}

function withDrainedPrimary(instance: Instance, primary: Node, secondary: Node): Diagnosis {
  // Its user shut it down from within; a failover would start it.
  if (instance.status === 'USER_down') return blocked({ code: 'user-down', node: primary.name })
  // Nothing is interrupted by a failover of an instance that is not running, so it needs no other permission.
  const remedy = runs(instance)
    ? ({ kind: 'migrate' } as const)
    : ({ kind: 'failover', startsIt: false } as const)
  return broken('migrate', remedy, { code: 'primary-drained', node: primary.name, secondary: secondary.name })
}
