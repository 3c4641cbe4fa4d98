import type { AllocPolicy } from '../cluster-definition.ts'
import { onPair, onSingle } from './allocation.ts'
import { usableNodes } from './evacuate.ts'
import { isGloballyRedundant } from './global-redundancy.ts'
import type { HailCluster, HailGroup } from './hail-cluster.ts'
import type { HailInstance } from './hail-instance.ts'
import type { HailReply } from './hail-reply.ts'
import { isOnlyUnallocable, tryDedicated } from './lost-allocations.ts'
import { statistics } from './score.ts'
import { scoreText } from './score-text.ts'
import { type Attempt, describeSolution, merge, type Solution, solve } from './solution.ts'

/** What came out for a group: a solution, or why there was nothing to try. */
interface GroupOutcome<Metric> {
  readonly group: HailGroup
  readonly solution: Solution<Metric> | undefined
  readonly text: string
}

const POLICY_RANK: Readonly<Record<AllocPolicy, number>> = { preferred: 0, last_resort: 1, unallocable: 2 }

/**
 * hail's request "allocate" (htools-allocation.md section 4; Ganeti src/Ganeti/HTools/Cluster.hs:475-662). RECREATE_DISKS
 * makes it for an instance that is in the cluster as well and so counts twice. Every group is tried, not only the
 * instance's own one, and the chosen place has to leave the whole cluster redundant.
 */
export function allocate(
  cluster: HailCluster,
  instance: HailInstance,
  nodeCount: 1 | 2,
  noCapacityChecks: boolean,
): HailReply {
  if (isOnlyUnallocable(cluster)) return chooseGroup(cluster, nodeCount, tryDedicated(cluster, instance))
  const { nodes, instances } = cluster
  const before = statistics(nodes)
  return chooseGroup(cluster, nodeCount, {
    ranking: {
      compare: (a, b) => a - b,
      describe: scoreText,
      isAcceptable: place => noCapacityChecks || isGloballyRedundant(instances, place),
    },
    onSingle: primary => onSingle(nodes, instance, primary, 'strict'),
    onPair: (primary, secondary) => onPair(nodes, before, instance, primary, secondary),
  })
}

function chooseGroup<Metric>(cluster: HailCluster, nodeCount: 1 | 2, attempt: Attempt<Metric>): HailReply {
  // A group without any node is not so much as mentioned.
  const populated = cluster.groups.filter(({ index }) => cluster.nodes.some(({ group }) => group === index))
  const outcomes = populated.map(group => tryGroup(cluster, group, nodeCount, attempt))
  const usable = outcomes.toReversed().flatMap(({ group, solution }) => {
    const best = solution?.best
    return best === undefined || group.allocPolicy === 'unallocable' ? [] : [{ group, best }]
  })
  usable.sort(
    (a, b) =>
      POLICY_RANK[a.group.allocPolicy] - POLICY_RANK[b.group.allocPolicy] ||
      attempt.ranking.compare(a.best.metric, b.best.metric),
  )
  const texts = outcomes.map(({ text }) => text)
  const [chosen] = usable
  if (chosen === undefined) return { success: false, info: texts.join(', ') }
  const { group, best } = chosen
  return {
    success: true,
    info: [`Selected group: ${group.name}`, ...texts].join(', '),
    result: best.chosen.map(({ name }) => name),
  }
}

function tryGroup<Metric>(
  cluster: HailCluster,
  group: HailGroup,
  nodeCount: 1 | 2,
  attempt: Attempt<Metric>,
): GroupOutcome<Metric> {
  const usable = usableNodes(cluster, group.index)
  if (usable.length < nodeCount) {
    const error = nodeCount === 1 ? 'No online nodes' : 'Not enough online nodes'
    return { group, solution: undefined, text: `Group ${group.name}: error ${error}` }
  }
  const { ranking } = attempt
  const solution =
    nodeCount === 1
      ? solve(usable.map(attempt.onSingle), ranking)
      : merge(
          usable.map(primary => {
            const secondaries = usable.filter(index => index !== primary)
            const tried = secondaries.map(secondary => attempt.onPair(primary, secondary))
            return solve(tried, ranking)
          }),
          ranking,
        )
  const text = `Group ${group.name} (${group.allocPolicy}): ${describeSolution(solution, ranking)}`
  return { group, solution, text }
}
