import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure } from '../ganeti-failure.ts'
import { RequestParseError } from '../haskell-text.ts'
import { parseJobId } from '../job-id.ts'
import { isFinal, jobStatus } from '../jobs/job.ts'
import { watchJobFile } from '../jobs/watch-job-file.ts'
import { timePair } from '../query/parameters.ts'
import { readInteger, readTexts, rewording } from './arguments.ts'
import { type LuxiMethod, type LuxiWorld, value } from './method.ts'
import { jobRows } from './query-methods.ts'

/** luxid answers at the latest after this time, whatever was asked for (jobs.md section 6). */
const TIMEOUT_MAX_S = 89

/**
 * WaitForJobChange [id, fields, previous values, previous log serial, timeout]: blocks until values or log differ from
 * what the caller has seen, or the job is over, or time is up; then answers what there is (jobs.md section 6).
 */
export const waitForJobChange: LuxiMethod = (args, world) => {
  const request = rewording(
    () => decode(args),
    problem => `Parsing WaitForJobChange message: ${problem}`,
  )
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

function decode(args: JsonValue) {
  if (!isJsonArray(args) || args.length !== 5) throw new RequestParseError('Not enough values')
  const [id = null, fields, seen = null, serial = null, timeout] = args
  return {
    id: parseJobId(id),
    fields: readTexts(fields),
    seen,
    serial,
    timeoutS: Math.min(readInteger(timeout), TIMEOUT_MAX_S),
  }
}

/** Values and new log lines; a job that is gone meanwhile has null for all values, and so has one with an unknown field. */
function jobUpdate(world: LuxiWorld, id: number, fields: readonly string[], serial: JsonValue): JsonValue {
  const job = world.queue.live.get(id)
  const { fields: known } = world.resources.get('job') ?? { fields: new Map() }
  const isKnown = fields.every(field => known.has(field))
  const [values = null] = isKnown ? jobRows(world, [id], fields) : [fields.map(() => null)]
  const logs = (job?.opcodes ?? []).flatMap(opcode =>
    opcode.log
      .filter(entry => isNewer(entry.serial, serial, fields))
      .map(entry => [entry.serial, timePair(entry.timeUs), 'message', entry.text]),
  )
  return [values, logs]
}

/** A previous serial that is no number counts as none; but only where nothing else than the status was asked for. */
function isNewer(serial: number, previous: JsonValue, fields: readonly string[]): boolean {
  if (typeof previous === 'number') return serial > previous
  return previous === null || (fields.length === 1 && fields[0] === 'status')
}
