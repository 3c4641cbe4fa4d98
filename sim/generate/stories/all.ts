import { calledOff } from './called-off.ts'
import { recreationFails, repairFails } from './failed-repairs.ts'
import { holdRemoved } from './hold-removed.ts'
import { falseAlarm, nobodyNotices, nodeDies, nodeFlaps, nodeIsDrained } from './one-node.ts'
import { overtaken } from './overtaken.ts'
import { queueIsBusy } from './queue-is-busy.ts'
import {
  bothLegs,
  deadAndDrained,
  diesDuringRepair,
  rackDies,
  rollingDrain,
  runsTwice,
  secondaryWasAway,
  takesTurns,
} from './several-nodes.ts'
import type { Story } from './story.ts'

export type { Story } from './story.ts'

/** Everything that happens to nodes as it does in life. */
export const STORIES: readonly Story[] = [
  nodeDies,
  falseAlarm,
  nodeFlaps,
  nodeIsDrained,
  nobodyNotices,
  bothLegs,
  deadAndDrained,
  diesDuringRepair,
  rackDies,
  rollingDrain,
  runsTwice,
  takesTurns,
  secondaryWasAway,
  recreationFails,
  repairFails,
  calledOff,
  holdRemoved,
  overtaken,
  queueIsBusy,
]
