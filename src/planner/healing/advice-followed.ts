import { exhaustive } from '../../cluster/exhaustive.ts'
import type { Instance } from '../../cluster/instance.ts'
import type { PromisingReason } from '../reason.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { PlanInput } from './plan-input.ts'
import { diagnose } from './table/diagnose.ts'

/** What a decision rests on that an admin changes by following advice. */
interface Followed {
  readonly instance: Instance
  readonly input: PlanInput
  readonly table: Diagnosis
}

/**
 * What there would be to decide on once an admin has done what the advice on `reason` says.
 */
export function adviceFollowed(reason: PromisingReason, instance: Instance, input: PlanInput): Followed {
  const { snapshot, limits, nowSeconds } = input
  switch (reason.code) {
    case 'copy-on-drained-node': {
      const nodes = new Map(snapshot.nodes)
      const node = nodes.get(reason.drained)
      // The change is of now, which may make its copy look like one that was away.
      if (node) nodes.set(node.name, { ...node, drained: false, mtimeSeconds: Number(nowSeconds) })
      const after = { ...snapshot, nodes }
      return {
        instance,
        input: { ...input, snapshot: after },
        table: diagnose(instance, after, limits),
      }
    }
    case 'stop-too-long': {
      const stopped = { ...instance, adminState: 'down', status: 'ADMIN_down' } as const
      return { instance: stopped, input, table: diagnose(stopped, snapshot, limits) }
    }
    default:
      return exhaustive(reason)
  }
}
