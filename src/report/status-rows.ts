import type { Instance } from '../cluster/instance.ts'
import type { Snapshot } from '../cluster/snapshot.ts'
import type { HealingDecision } from '../planner/healing/decision.ts'
import type { StatusRow } from './status-fields.ts'

/** What a survey saw and decided, as far as rows are made of it. */
export interface Surveyed {
  readonly input: { readonly snapshot: Snapshot }
  readonly decisions: readonly HealingDecision[]
}

/** A row for each decision that passes, in their order. */
export function statusRows(
  { input: { snapshot }, decisions }: Surveyed,
  isListed: (decision: HealingDecision) => boolean,
): readonly StatusRow[] {
  const instances = new Map<string, Instance>(snapshot.instances.map(instance => [instance.name, instance]))
  return decisions.filter(isListed).map(decision => {
    const instance = instances.get(decision.instance)
    const groupUuid = instance && snapshot.nodes.get(instance.primary)?.groupUuid
    return { decision, instance, group: snapshot.groups.get(groupUuid ?? '')?.name }
  })
}
