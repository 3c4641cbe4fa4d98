import { classicAsTheOriginal } from '../oracle/classic/classic-as-the-original.ts'
import { decisionsAsTheModel } from '../oracle/healing/decisions-as-the-model.ts'
import { heals } from '../oracle/healing/heals.ts'
import { makesWay } from '../oracle/healing/makes-way.ts'
import { blamesRightly } from './blames-rightly.ts'
import { chosenNodes } from './chosen-nodes.ts'
import { comesToRest } from './comes-to-rest.ts'
import { dataKept } from './data-kept.ts'
import { disksWhereItLives } from './disks-where-it-lives.ts'
import { documentedErrors } from './documented-errors.ts'
import { drainedQueue } from './drained-queue.ts'
import { explainedErrors } from './explained-errors.ts'
import type { Invariant } from './invariant.ts'
import { lastCopy } from './last-copy.ts'
import { looksBeforeDestruction } from './looks-before-destruction.ts'
import { newestCopy } from './newest-copy.ts'
import { noHoldLeft } from './no-hold-left.ts'
import { notToBeTouched } from './not-to-be-touched.ts'
import { nothingElse } from './nothing-else.ts'
import { onRecord } from './on-record.ts'
import { oneRepairInFlight } from './one-repair-in-flight.ts'
import { othersTags } from './others-tags.ts'
import { roomOnce } from './room-once.ts'
import { runsAgain } from './runs-again.ts'
import { runsEnd } from './runs-end.ts'
import { settledInOrder } from './settled-in-order.ts'
import { staysCancelled } from './stays-cancelled.ts'
import { tagBeforeStart } from './tag-before-start.ts'
import { tagsWritten } from './tags-written.ts'
import { wellLeftAlone } from './well-left-alone.ts'
import { wholeReCreation } from './whole-re-creation.ts'
import { withinPermission } from './within-permission.ts'

/** Everything that must always hold. */
export const INVARIANTS: readonly Invariant[] = [
  documentedErrors,
  explainedErrors,
  drainedQueue,
  runsEnd,
  blamesRightly,
  staysCancelled,
  withinPermission,
  notToBeTouched,
  wellLeftAlone,
  oneRepairInFlight,
  tagBeforeStart,
  onRecord,
  lastCopy,
  looksBeforeDestruction,
  wholeReCreation,
  dataKept,
  runsAgain,
  disksWhereItLives,
  newestCopy,
  chosenNodes,
  roomOnce,
  tagsWritten,
  settledInOrder,
  othersTags,
  nothingElse,
  noHoldLeft,
  decisionsAsTheModel,
  comesToRest,
  heals,
  makesWay,
  classicAsTheOriginal,
]
