import type { JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure } from '../ganeti-failure.ts'
import { parseJobId } from '../job-id.ts'
import { isFinal, type Job, jobStatus } from '../jobs/job.ts'
import { timePair } from '../query/parameters.ts'
import { readInteger, readTexts, tuple } from './arguments.ts'
import { type LuxiMethod, type LuxiWorld, value } from './method.ts'
import { jobRows } from './query-methods.ts'

/** luxid answers at the latest after this time, whatever was asked for (jobs.md section 6). */
const TIMEOUT_MAX_S = 89

/**
 * WaitForJobChange [id, fields, previous values, previous log serial, timeout]: blocks until values or log differ from
 * what the caller has seen, or the job is over, or time is up; then answers what there is (jobs.md section 6).
 */
export const waitForJobChange: LuxiMethod = (args, world) => {
  const request = tuple(args, 5, ([id = null, fields, seen = null, serial, timeout]) => ({
    id: parseJobId(id),
    fields: readTexts(fields),
    seen,
    serial: serial === null ? 0 : readInteger(serial),
    timeoutS: Math.min(readInteger(timeout), TIMEOUT_MAX_S),
  }))
  const job = world.queue.live.get(request.id)
  if (job === undefined) throw new GanetiFailure('JobLost', ["Can't load job file"])
  const compute = () => jobUpdate(world, request.id, request.fields, request.serial)
  const first = compute()
  const seenText = JSON.stringify([request.seen, []])
  const isNews = (update: JsonValue) => JSON.stringify(update) !== seenText
  if (isFinal(jobStatus(job)) || isNews(first) || request.timeoutS <= 0) return value(first)
  return {
    kind: 'when',
    start: respond => whenChanged(world, job, request.timeoutS, compute, isNews, respond),
  }
}

/** luxid looks whether the job file has changed every so often, counted from the call (src/Ganeti/Utils.hs, watchFileEx). */
const LOOK_EVERY_US = 100_000

function whenChanged(
  world: LuxiWorld,
  job: Job,
  timeoutS: number,
  compute: () => JsonValue,
  isNews: (update: JsonValue) => boolean,
  respond: (value: JsonValue) => void,
): void {
  const { kernel, queue } = world
  const startUs = kernel.nowUs
  let isOver = false
  let isLookPlanned = false
  const finish = (update: JsonValue): void => {
    if (isOver) return
    isOver = true
    unwatch()
    cancelTimeout()
    respond(update)
  }
  const look = (): void => {
    isLookPlanned = false
    const update = compute()
    if (isNews(update)) finish(update)
  }
  const unwatch = queue.watch(job.id, () => {
    if (isLookPlanned) return
    isLookPlanned = true
    const looks = Math.ceil((kernel.nowUs - startUs) / LOOK_EVERY_US)
    // Even where the moment has come it is an event of its own: the answer shows all of this moment's changes.
    kernel.after(startUs + looks * LOOK_EVERY_US - kernel.nowUs, look)
  })
  const cancelTimeout = kernel.after(timeoutS * 1_000_000, () => finish(compute()))
}

/** Values and new log lines; a job that is gone meanwhile has null for both. */
function jobUpdate(world: LuxiWorld, id: number, fields: readonly string[], serial: number): JsonValue {
  const job = world.queue.live.get(id)
  const [values = null] = jobRows(world, [id], fields)
  const logs = (job?.opcodes ?? []).flatMap(opcode =>
    opcode.log
      .filter(entry => entry.serial > serial)
      .map(entry => [entry.serial, timePair(entry.timeUs), 'message', entry.text]),
  )
  return [values, logs]
}
