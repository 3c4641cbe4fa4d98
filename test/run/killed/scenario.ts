import type { ClusterDefinition, InstanceDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import type { TestOptions } from '../world.ts'
import type { Stage } from './stage.ts'

/**
 * Something that befalls a cluster, and one run of harep's that is killed in it, as data. `happens`, `runsBefore` runs by
 * cron, `beforeIt`, the run that is killed, `meanwhile`, and then as many runs as it takes.
 */
export interface Scenario {
  /** What it is about. */
  readonly name: string
  readonly cluster: ClusterDefinition
  readonly happens: (stage: Stage) => void
  readonly runsBefore?: number
  readonly beforeIt?: (stage: Stage) => void
  readonly meanwhile?: (stage: Stage) => void
  readonly options?: TestOptions
  /** How many runs there are after it at least: where something waits for a time, nothing may seem to happen any more. */
  readonly runsAfter?: number
  /** `real`: only at the pace of a real cluster, since it is about something that takes its time. */
  readonly pace?: 'real' | 'no time'
  /** Only each so-manieth point of death is tried: for what takes long to play. */
  readonly stride?: number
  /** Whether how often a repair is made depends on times, as what is refused for want of room is asked for again. */
  readonly repeats?: boolean
  /** Whether it comes to something else where the next run comes hours later. */
  readonly isUrgent?: boolean
  /** Whether new secondaries may be others than those of the run that nobody kills: it depends on the room of then. */
  readonly anySecondary?: boolean
  /** What the run that nobody kills comes to: its repairs as `type instance`, in the order of their submission... */
  readonly repairs: readonly string[]
  /** ... and what is to be said of some instances at the end. */
  readonly ends: Readonly<Record<string, object>>
}

export const ALLOW = 'ganeti:watcher:autorepair:'

/** Nodes named node1 to nodeN in one group, of which node1 is the master. */
export function clusterOf(
  nodes: number,
  instances: readonly InstanceDefinition[],
  but: Partial<ClusterDefinition> = {},
): ClusterDefinition {
  return {
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    groups: [{ name: 'default' }],
    nodes: Array.from({ length: nodes }, (_, index) => ({ name: `node${index + 1}` })),
    instances,
    ...but,
  }
}

/** A running mirrored instance that repairs up to `type` are allowed for. */
export function drbd(
  name: string,
  [primary, secondary]: readonly [string, string],
  type: string,
  but: Partial<InstanceDefinition> = {},
): InstanceDefinition {
  return { name, diskTemplate: 'drbd', primary, secondary, memoryMiB: 512, tags: [ALLOW + type], ...but }
}

/** A running instance with its only disk, of one of the other templates. */
export function single(
  name: string,
  diskTemplate: InstanceDefinition['diskTemplate'],
  primary: string,
  type: string,
  but: Partial<InstanceDefinition> = {},
): InstanceDefinition {
  return { name, diskTemplate, primary, memoryMiB: 512, tags: [ALLOW + type], ...but }
}

const RUNS = { status: 'running', adminState: 'up' } as const
export const KEPT = { ...RUNS, dataLost: false } as const
export const MADE_ANEW = { ...RUNS, dataLost: true } as const
export const STOPPED = { status: 'ADMIN_down', adminState: 'down' } as const
