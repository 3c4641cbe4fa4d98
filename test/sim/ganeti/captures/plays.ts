import type { ClusterDefinition } from '../../../../sim/ganeti/cluster-definition.ts'
import type { SimulatedCluster } from '../../../../sim/ganeti/simulated-cluster.ts'
import type { Timing } from '../../../../sim/ganeti/timing.ts'
import { CAPTURED_CLUSTER, CAPTURED_TWO_GROUPS } from '../captured-clusters.ts'
import { readCapture } from './captured-file.ts'
import { Replay, type Replayed } from './replay.ts'
import { WIDE_CLUSTER } from './wide-cluster.ts'

/** Captures that are played one after another on one simulated cluster, and what it is like when the first one begins. */
export interface Play {
  readonly name: string
  readonly definition: ClusterDefinition
  readonly prepare: (cluster: SimulatedCluster) => void
  readonly captures: readonly { readonly file: string; readonly startUs: number }[]
}

/** When `capture.py` was run: its requests say so in their reason trails. */
const HEALTHY_US = 1_795_338_574_000_000

/** node2 lost its power and was marked offline, which was a job of its own. */
const NODE2_OFFLINE: ClusterDefinition = {
  ...CAPTURED_CLUSTER,
  finishedJobs: [
    ...(CAPTURED_CLUSTER.finishedJobs ?? []),
    { opcodes: [{ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node2' }] },
  ],
}

function node2Offline(cluster: SimulatedCluster): void {
  cluster.powerOff('node2')
  cluster.setNodeOffline('node2', true)
}

/** All captures. Those of harep begin when their first request says, less its time in the capture. */
export const PLAYS: readonly Play[] = [
  {
    name: 'healthy',
    definition: CAPTURED_CLUSTER,
    prepare: () => {},
    captures: [{ file: 'healthy', startUs: HEALTHY_US }],
  },
  {
    name: 'node2-offline',
    definition: NODE2_OFFLINE,
    prepare: node2Offline,
    captures: [{ file: 'node2-offline', startUs: HEALTHY_US }],
  },
  {
    name: 'node-dead-not-offline',
    definition: CAPTURED_CLUSTER,
    prepare: cluster => cluster.powerOff('node2'),
    captures: [{ file: 'node-dead-not-offline', startUs: HEALTHY_US }],
  },
  {
    name: 'groups-tags-drained',
    definition: CAPTURED_TWO_GROUPS,
    prepare: () => {},
    captures: [{ file: 'groups-tags-drained', startUs: HEALTHY_US }],
  },
  {
    name: 'harep-runs',
    definition: NODE2_OFFLINE,
    prepare: node2Offline,
    captures: [
      { file: 'harep-runs/run1', startUs: 1_795_339_533_734_265 },
      { file: 'harep-runs/run2', startUs: 1_795_339_573_459_013 },
      { file: 'harep-runs/run3', startUs: 1_795_339_618_454_159 },
      { file: 'harep-runs/run4', startUs: 1_795_339_657_221_759 },
    ],
  },
  {
    name: 'wide',
    definition: WIDE_CLUSTER,
    prepare: () => {},
    captures: [{ file: 'wide', startUs: 1_795_550_000_000_000 }],
  },
]

/**
 * The captured machine was under load and slower than what the simulation was measured on, and each job had a pace of its
 * own. These times are slower than any of them: where a job was faster, the replay lets it catch up.
 */
const SLOW: Partial<Timing> = { jobStartMs: 200, statusChangeMs: 150, tagsMs: 500, spreadPercent: 0 }

/** Plays all captures of one play. */
export function playAll({ definition, prepare, captures }: Play): Replayed[] {
  const firstUs = captures[0]?.startUs ?? HEALTHY_US
  const replay = new Replay({ ...definition, timing: SLOW }, firstUs)
  prepare(replay.cluster)
  return captures.flatMap(({ file, startUs }) => replay.play(readCapture(file), startUs))
}
