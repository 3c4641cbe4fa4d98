import type { InstanceState } from '../ganeti/state/objects.ts'
import { START_US, type Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import { type Allowed, allowedBy, rungOf } from './watch/allowed.ts'
import type { RepairJob } from './watch/marks.ts'
import { bookOf } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'
import { logOf, type TruthLog } from './watch/truth-log.ts'

/** What an opcode is at least, as a repair; FAILOVER is a `migrate` where nothing runs that it would interrupt. */
const LEAST: Readonly<Record<string, string>> = {
  REPLACE_DISKS: 'fix-storage',
  MIGRATE: 'migrate',
  FAILOVER: 'migrate',
  MOVE: 'failover',
  RECREATE_DISKS: 'reinstall',
  REINSTALL: 'reinstall',
}

/**
 * A run is some seconds behind: what it did is judged by all that the tags have said since it began. One that has lost its connection
 * does not count the time from the submission.
 */
export const withinPermission: Invariant = {
  name: 'within-permission',
  about:
    'No repair goes beyond the permission in force when it was submitted, and none is made under a suspension.',
  watch: stage => {
    const log = logOf(stage)
    const window = windowOf(stage)
    bookOf(stage).read({
      submitted: repair => {
        const { id, instance: name, type, opcodes } = repair
        const instance = stage.truth.instancesByName.get(name)
        if (instance === undefined) return
        const needed = Math.max(rungOf(type), ...opcodes.map(opcode => rungOf(LEAST[opcode] ?? '')))
        const allowed = [...allowedSince(stage, log, window, instance)]
        if (allowed.some(one => one !== 'suspended' && one >= needed)) return
        const sinceUs = window.sinceUs()
        stage.violate(
          'within-permission',
          `job ${id}, ${type} of ${name} (${opcodes.join('+')}), was submitted ${describe(repair, allowed)} (tags since ${sinceUs / 1e6} s)`,
        )
      },
    })
    return {}
  },
}

/** What was allowed for an instance at each moment since the runs that are at work began. */
function* allowedSince(
  stage: Stage,
  log: TruthLog,
  window: ReturnType<typeof windowOf>,
  instance: Readonly<InstanceState>,
): Generator<Allowed> {
  const sinceUs = window.sinceUs()
  const { truth } = stage
  for (const own of log.since(instance, sinceUs)) {
    const group = truth.group(truth.node(own.nodes[0] ?? instance.primaryUuid).groupUuid)
    for (const ofGroup of log.since(group, sinceUs)) {
      for (const ofCluster of log.since(truth.cluster, sinceUs)) {
        const fromUs = Math.max(sinceUs, own.sinceUs, ofGroup.sinceUs, ofCluster.sinceUs)
        for (const us of [fromUs, stage.kernel.nowUs - START_US])
          for (const seconds of window.secondsAt(us))
            yield allowedBy([own.tags, ofGroup.tags, ofCluster.tags], seconds)
      }
    }
  }
}

function describe({ instance }: RepairJob, allowed: readonly Allowed[]): string {
  const last = allowed.at(-1)
  if (last === 'suspended') return `while ${instance} was suspended`
  if (last === undefined || last === 0) return `and nothing was allowed for ${instance}`
  const ladder = ['fix-storage', 'migrate', 'failover', 'reinstall']
  return `and no more than ${ladder[last - 1] ?? ''} was allowed for ${instance}`
}
