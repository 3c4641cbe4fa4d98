import type { ClusterDefinition, InstanceDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import type { Assumptions } from '../../../sim/plan/assumptions.ts'
import { makePlan } from '../../../sim/plan/make-plan.ts'
import type { Plan, PlannedInstance } from '../../../sim/plan/plan.ts'
import { parseCommandLine } from '../../../src/cli/command-line.ts'
import { runOptionsOf } from '../../../src/cli/run-options-of.ts'

const START_US = 1_795_338_000_000_000

interface PlanWords {
  readonly words?: readonly string[]
  readonly runsMax?: number
  readonly startUs?: number
}

/** Plans with the options that a command line without any has; `words` are options of harep's. */
export function planOf(
  definition: ClusterDefinition,
  assumptions: Partial<Assumptions> = {},
  { words = [], runsMax = 50, startUs = START_US }: PlanWords = {},
): Plan {
  const line = parseCommandLine(words, { GANETI_ROOTDIR: undefined, HTOOLS: undefined })
  if (line.kind !== 'run' && line.kind !== 'classic')
    throw new Error(`no options of a run: ${words.join(' ')}`)
  return makePlan(
    {
      definition,
      assumptions: { offline: [], drained: [], dead: [], ...assumptions },
      harep: runOptionsOf(line, '0.0.0'),
      runsMax,
      startUs,
      seed: 1,
    },
    [],
  )
}

/** Five nodes of one group, of which the first is the master, and these instances. */
export function cluster(...instances: InstanceDefinition[]): ClusterDefinition {
  return {
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    groups: [{ name: 'default' }],
    nodes: ['node1', 'node2', 'node3', 'node4', 'node5'].map(name => ({ name })),
    instances,
  }
}

/** A drbd instance on node2 with its second copy on node3, and these permissions. */
export function drbd(name: string, ...types: string[]): InstanceDefinition {
  const tags = types.map(type => `ganeti:watcher:autorepair:${type}`)
  return { name, diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', memoryMiB: 512, tags }
}

/** A plain instance on node2. */
export function plain(name: string, ...types: string[]): InstanceDefinition {
  const { secondary: _, ...rest } = drbd(name, ...types)
  return { ...rest, diskTemplate: 'plain' }
}

/** What the plan says of an instance. */
export function instanceOf({ instances }: Plan, name: string): PlannedInstance {
  const found = instances.find(instance => instance.name === name)
  if (found === undefined) throw new Error(`the plan does not concern ${name}`)
  return found
}
