import { exhaustive } from '../cluster/exhaustive.ts'
import type { Instance } from '../cluster/instance.ts'
import { covers } from '../cluster/repair-type.ts'
import type { Permission } from '../policy/permission.ts'
import type { Action, Decision } from './decision.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { InstanceState } from './instance-state.ts'
import type { Reason } from './reason.ts'
import type { RepairState } from './repair-state.ts'

/** All that a decision on one instance rests on. */
export interface Case {
  readonly instance: Instance
  readonly state: RepairState
  readonly diagnosis: Diagnosis
  readonly permission: Permission
}

/**
 * Decides on one instance. A failed or pending repair comes before anything else: nothing new is begun on that instance.
 * After that the diagnosis says what is due, and the permission whether it may be done.
 */
export function decide({ instance, state, diagnosis, permission }: Case): Decision {
  const decision = (
    instanceState: InstanceState,
    reason: Reason,
    action: Action = { kind: 'none' },
  ): Decision =>
    Object.freeze({
      instance: instance.name,
      state: instanceState,
      reason: Object.freeze(reason),
      action: Object.freeze(action),
    })

  if (state.kind === 'failed') {
    const { last } = state
    return decision('repair-failed', {
      code: 'repair-failed',
      type: last.type,
      jobs: last.jobs,
      tag: last.tag,
      why: 'first-failure',
    })
  }
  if (state.kind === 'pending') {
    const { type, jobs } = state.last
    return decision('pending-repair', { code: 'repair-running', type, jobs })
  }
  switch (diagnosis.kind) {
    case 'fine':
      return decision('healthy', diagnosis.reason)
    case 'broken':
      return onPermission(diagnosis, permission, decision)
    default:
      return exhaustive(diagnosis)
  }
}

function onPermission(
  { type, opcodes, reason }: Diagnosis & { readonly kind: 'broken' },
  permission: Permission,
  decision: (state: InstanceState, reason: Reason, action?: Action) => Decision,
): Decision {
  switch (permission.kind) {
    case 'not-enabled':
      return decision('repair-disallowed', { code: 'not-enabled', type }, { kind: 'keep-off' })
    case 'suspended':
      return decision('suspended', { code: 'suspended', permission }, { kind: 'keep-off' })
    case 'enabled':
      return covers(permission.upTo, type)
        ? decision('needs-repair', reason, { kind: 'repair', type, opcodes })
        : decision(
            'repair-disallowed',
            { code: 'not-allowed', type, permission },
            { kind: 'refuse', type, upTo: permission.upTo },
          )
    default:
      return exhaustive(permission)
  }
}
