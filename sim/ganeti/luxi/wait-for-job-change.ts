import type { JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure } from '../ganeti-failure.ts'
import { parseJobId } from '../job-id.ts'
import { isFinal, jobStatus } from '../jobs/job.ts'
import { watchJobFile } from '../jobs/watch-job-file.ts'
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
  const read = () => jobUpdate(world, request.id, request.fields, request.serial)
  if (isFinal(jobStatus(job))) return value(read())
  const seenText = JSON.stringify([request.seen, []])
  const isEnough = (update: JsonValue) => JSON.stringify(update) !== seenText
  const first = read()
  if (isEnough(first) || request.timeoutS <= 0) return value(first)
  return {
    kind: 'when',
    start: respond => {
      const timeoutUs = request.timeoutS * 1_000_000
      watchJobFile(world.kernel, world.queue, { jobId: request.id, timeoutUs, read, isEnough, respond })
    },
  }
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
