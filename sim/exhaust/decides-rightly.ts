import type { RepairType } from '../../src/cluster/repair-type.ts'
import type { InstanceState } from '../../src/planner/instance-state.ts'
import { type Allowed, allowedBy, rungOf } from '../invariants/watch/allowed.ts'
import { bookOf } from '../invariants/watch/repair-book.ts'
import type { HarepRun } from '../play/harep-run.ts'
import type { Observer } from '../play/observer.ts'
import type { Stage } from '../play/stage.ts'

/** A second opinion on the tags of an instance, its group and its cluster, the nearest first. */
type TagsAbove = readonly [readonly string[], readonly string[], readonly string[]]

/**
 * Until a repair was begun, each run must do or say what the tags want, by a second reading of them: repair where the permission reaches
 * as far as needed, and otherwise leave the instance alone, as suspended or as one whose repair is not allowed. So nothing is left
 * undone that is allowed, which no invariant sees.
 */
export function decidesRightly(
  instance: string,
  needs: RepairType,
  tags: TagsAbove,
): (stage: Stage) => Observer {
  return stage => {
    const book = bookOf(stage)
    return {
      runEnded: run => {
        const [first] = book.of(instance)
        if (first !== undefined && first.submittedUs < run.startUs - beginUs(stage)) return
        const expected = expectedState(allowedBy(tags, BigInt(Math.floor(run.startUs / 1_000_000))), needs)
        const found = stateOf(run, instance)
        const type = first?.type
        if (found === expected && (expected === 'pending-repair' ? type === needs : type === undefined))
          return
        stage.violate(
          'decides-rightly',
          `run ${run.number} leaves ${instance}, which needs a ${needs}, as ${found ?? 'unknown'} with ${type ?? 'no'} repair, where the tags want ${expected}`,
        )
      },
    }
  }
}

function beginUs({ kernel, elapsedUs }: Stage): number {
  return kernel.nowUs - elapsedUs
}

function expectedState(allowed: Allowed, needs: RepairType): InstanceState {
  if (allowed === 'suspended') return 'suspended'
  return allowed >= rungOf(needs) ? 'pending-repair' : 'repair-disallowed'
}

/** What a run says of an instance in the end. */
function stateOf({ process }: HarepRun, instance: string): InstanceState | undefined {
  const summary = process.events.findLast(event => event.kind === 'summary')
  return summary?.decisions.find(decision => decision.instance === instance)?.state
}
