import type { Stage } from '../play/stage.ts'
import { clockJumps } from './clock/clock-jumps.ts'
import { clockSkew } from './clock/clock-skew.ts'
import { bothLegsDie } from './cluster/both-legs-die.ts'
import { breakStorage } from './cluster/break-storage.ts'
import { cutNetwork } from './cluster/cut-network.ts'
import { drain } from './cluster/drain.ts'
import { fillNode } from './cluster/fill-node.ts'
import { flap } from './cluster/flap.ts'
import { markOffline } from './cluster/mark-offline.ts'
import { markOnline } from './cluster/mark-online.ts'
import { masterDies } from './cluster/master-dies.ts'
import { masterFailover } from './cluster/master-failover.ts'
import { osCreateFails } from './cluster/os-create-fails.ts'
import { powerOff } from './cluster/power-off.ts'
import { powerOn } from './cluster/power-on.ts'
import { restoreNetwork } from './cluster/restore-network.ts'
import { stopNoded } from './cluster/stop-noded.ts'
import { undrain } from './cluster/undrain.ts'
import type { Fault, FaultData } from './fault.ts'
import { addTags } from './people/add-tags.ts'
import { adminMarksDead } from './people/admin-marks-dead.ts'
import { bringBack } from './people/bring-back.ts'
import { clear } from './people/clear.ts'
import { crashInstance } from './people/crash-instance.ts'
import { fixByHand } from './people/fix-by-hand.ts'
import { originalTakesTurns } from './people/original-takes-turns.ts'
import { removeFilters } from './people/remove-filters.ts'
import { removeInstance } from './people/remove-instance.ts'
import { removeTags } from './people/remove-tags.ts'
import { replaceTags } from './people/replace-tags.ts'
import { secondHarep } from './people/second-harep.ts'
import { startInstance } from './people/start-instance.ts'
import { stopInstance } from './people/stop-instance.ts'
import { suspend } from './people/suspend.ts'
import { unsuspend } from './people/unsuspend.ts'
import { watcher } from './people/watcher.ts'
import { harepDies } from './process/harep-dies.ts'
import { harepHangs } from './process/harep-hangs.ts'
import { archiveJob } from './queue/archive-job.ts'
import { busyQueue } from './queue/busy-queue.ts'
import { cancelRepair } from './queue/cancel-repair.ts'
import { drainQueue, undrainQueue } from './queue/drain-queue.ts'
import { fillSlots } from './queue/fill-slots.ts'
import { holdLocks } from './queue/hold-locks.ts'
import { killProcess } from './queue/kill-process.ts'
import { loseJobFile } from './queue/lose-job-file.ts'
import { opcodeFails } from './queue/opcode-fails.ts'
import { pauseJobs } from './queue/pause-jobs.ts'
import { refuseJobs } from './queue/refuse-jobs.ts'
import { stuckJob } from './queue/stuck-job.ts'
import { tagJobTrouble } from './queue/tag-job-trouble.ts'
import { cutAnswer } from './wire/cut-answer.ts'
import { cutRequest } from './wire/cut-request.ts'
import { doubleAnswer } from './wire/double-answer.ts'
import { garbleAnswer } from './wire/garble-answer.ts'
import { lateAnswer } from './wire/late-answer.ts'
import { loseAnswer } from './wire/lose-answer.ts'
import { loseRequest } from './wire/lose-request.ts'
import { refuseConnections } from './wire/refuse-connections.ts'
import { splitAnswer } from './wire/split-answer.ts'

/** Everything that can happen in a scenario, layer by layer. */
export const FAULTS = [
  powerOff,
  powerOn,
  flap,
  markOffline,
  markOnline,
  drain,
  undrain,
  bothLegsDie,
  masterDies,
  masterFailover,
  cutNetwork,
  restoreNetwork,
  stopNoded,
  breakStorage,
  fillNode,
  osCreateFails,
  refuseConnections,
  loseRequest,
  cutRequest,
  loseAnswer,
  cutAnswer,
  splitAnswer,
  doubleAnswer,
  garbleAnswer,
  lateAnswer,
  archiveJob,
  busyQueue,
  cancelRepair,
  drainQueue,
  undrainQueue,
  fillSlots,
  holdLocks,
  killProcess,
  loseJobFile,
  opcodeFails,
  pauseJobs,
  refuseJobs,
  stuckJob,
  tagJobTrouble,
  clockJumps,
  clockSkew,
  addTags,
  adminMarksDead,
  bringBack,
  clear,
  crashInstance,
  fixByHand,
  originalTakesTurns,
  removeFilters,
  removeTags,
  removeInstance,
  replaceTags,
  secondHarep,
  startInstance,
  stopInstance,
  suspend,
  unsuspend,
  watcher,
  harepDies,
  harepHangs,
] as const

export type FaultName = (typeof FAULTS)[number]['name']

/** One entry of a timeline: `at` in seconds since the beginning, `do` the name of a fault, and that one's own keys. */
export type Happening = {
  [Each in (typeof FAULTS)[number] as Each['name']]: {
    readonly at: number
    readonly do: Each['name']
  } & FaultData<Each['entries']>
}[FaultName]

const byName = new Map(FAULTS.map(fault => [fault.name, fault]))

/** The fault that a happening is one of. */
export function faultOf(happening: Happening): Pick<Fault, 'name' | 'layer' | 'end'> & {
  text(): string
  apply(stage: Stage): boolean
} {
  // Name and data belong together in each member of Happening, which the compiler does not see through the union.
  const found = byName.get(happening.do) as unknown as Fault
  return {
    name: found.name,
    layer: found.layer,
    ...(found.end === undefined ? {} : { end: found.end }),
    text: () => found.text(happening),
    apply: stage => found.apply(stage, happening),
  }
}
