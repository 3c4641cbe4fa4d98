import { describeReason } from '../../src/planner/describe-reason.ts'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import type { ClusterSnapshot } from '../ganeti/cluster-snapshot.ts'
import { dataOutcome } from './data-outcome.ts'
import type { PlannedInstance } from './plan.ts'
import type { Played } from './play.ts'
import { wayOut } from './way-out.ts'

type InstanceSnapshot = ClusterSnapshot['instances'][number]

/** What becomes of every instance, in the order of the definition; times from `startUs` on. */
export function plannedInstances(
  played: Played,
  { instances }: ClusterDefinition,
  startUs: number,
): readonly PlannedInstance[] {
  const { runs, after, guests } = played
  const before = byName(runs[0]?.before ?? after)
  const atEnd = byName(after)
  const decisions = new Map(lastDecisions(played).map(decision => [decision.instance, decision]))
  return instances.flatMap(({ name, diskTemplate, forthcoming }) => {
    const [start, end] = [before.get(name), atEnd.get(name)]
    if (start === undefined || end === undefined) return []
    const decision = decisions.get(name)
    const isHealthy =
      forthcoming === true || ((decision?.state ?? 'healthy') === 'healthy' && isWell(end, start, after))
    return [
      {
        name,
        diskTemplate,
        start: placeOf(start),
        end: placeOf(end),
        isHealthy,
        verdict: decision && {
          state: decision.state,
          code: decision.reason.code,
          sentence: describeReason(decision.reason),
        },
        wayOut: isHealthy || decision === undefined ? undefined : wayOut(decision),
        interruptions: guests.interruptionsOf(name).map(({ fromUs, untilUs }) => ({
          fromUs: fromUs - startUs,
          untilUs: untilUs === undefined ? undefined : untilUs - startUs,
        })),
        data: dataOutcome(start, end, played),
      },
    ]
  })
}

function byName({ instances }: ClusterSnapshot): ReadonlyMap<string, InstanceSnapshot> {
  return new Map(instances.map(instance => [instance.name, instance]))
}

function placeOf({ status, primary, secondaries }: InstanceSnapshot): PlannedInstance['start'] {
  return { status, primary, secondary: secondaries[0] }
}

/** A run that fails decides nothing, which changes nothing about what was decided before. */
function lastDecisions({ runs }: Played): readonly HealingDecision[] {
  return runs.findLast(({ decisions }) => decisions.length > 0)?.decisions ?? []
}

/**
 * Whether an instance is what its admin wants, and its nodes are there. This does not ask harep: what it thinks healthy
 * and is not must not pass for healed.
 */
function isWell(end: InstanceSnapshot, start: InstanceSnapshot, { nodes }: ClusterSnapshot): boolean {
  // The other way round it may be a re-creation of before that is brought to its end: it had marked the instance down.
  if (start.adminState === 'up' && end.adminState !== 'up') return false
  if (end.adminState === 'offline') return true
  const wanted = end.adminState === 'up' ? ['running'] : ['ADMIN_down', 'USER_down']
  const own = nodes.filter(({ name }) => name === end.primary || end.secondaries.includes(name))
  return wanted.includes(end.status) && own.every(({ offline, poweredOn }) => !offline && poweredOn)
}
