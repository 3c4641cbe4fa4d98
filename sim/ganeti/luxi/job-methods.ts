import type { JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure, genericError } from '../ganeti-failure.ts'
import { RequestParseError } from '../haskell-text.ts'
import { parseJobId } from '../job-id.ts'
import { type DecodedOpcode, decodeOpcode } from '../opcodes/decode-opcode.ts'
import { OPCODES } from '../opcodes/registry.ts'
import { microseconds } from '../timing.ts'
import { readFlag, readInteger, readList, single, tuple } from './arguments.ts'
import { type LuxiMethod, type LuxiWorld, type MethodOutcome, value } from './method.ts'
import { waitForJobChange } from './wait-for-job-change.ts'

/** SubmitJob [[opcode, ...]]. */
function submitJob(method: string, ignoreDrain: boolean): LuxiMethod {
  return (args, world) => {
    const opcodes = single(args, element => readList(element, opcode => opcode))
    const decoded = decodeAll(method, opcodes)
    if (!ignoreDrain) checkNotDrained(world)
    return submit([decoded], world, ([id = null]) => id)
  }
}

/** SubmitManyJobs [[[opcode, ...], ...]]: one bad opcode and nothing is accepted. */
const submitManyJobs: LuxiMethod = (args, world) => {
  const jobs = single(args, element => readList(element, job => job))
  const decoded = jobs.map(job => decodeAll('SubmitManyJobs', readJob(job)))
  checkNotDrained(world)
  return submit(decoded, world, ids => ids.map(id => [true, id]))
}

function readJob(job: JsonValue): JsonValue[] {
  try {
    return readList(job, opcode => opcode)
  } catch (error) {
    if (error instanceof RequestParseError) throw new RequestParseError(`SubmitManyJobs: ${error.message}`)
    throw error
  }
}

function decodeAll(method: string, opcodes: readonly JsonValue[]): DecodedOpcode[] {
  return opcodes.map(opcode => {
    try {
      return decodeOpcode(opcode, OPCODES)
    } catch (error) {
      if (error instanceof RequestParseError) throw new RequestParseError(`${method}: ${error.message}`)
      throw error
    }
  })
}

function checkNotDrained(world: LuxiWorld): void {
  if (world.queue.isDrained) throw genericError('Queue drained')
}

/**
 * Writes the jobs one after another, each replicated to every master candidate before the next; then all are enqueued and
 * the call is answered (jobs.md section 3). Whoever hangs up in between has submitted them all the same.
 */
function submit(
  jobs: readonly (readonly DecodedOpcode[])[],
  world: LuxiWorld,
  answer: (ids: number[]) => JsonValue,
): MethodOutcome {
  const { queue, kernel } = world
  const created = queue.create(jobs)
  if (created === undefined) return { kind: 'never' }
  const costUs = submissionUs(world)
  const result = answer(created.map(job => job.id))
  if (costUs === 0) {
    for (const job of created) queue.store(job)
    for (const job of created) queue.enqueue(job)
    return value(result)
  }
  for (const [index, job] of created.entries()) kernel.after((index + 1) * costUs, () => queue.store(job))
  kernel.after(created.length * costUs, () => {
    for (const job of created) queue.enqueue(job)
  })
  return { kind: 'after', delayUs: created.length * costUs, compute: () => result }
}

/** What one job costs: more for every master candidate that is dead and that nobody has marked offline. */
function submissionUs({ state, timing }: LuxiWorld): number {
  let milliseconds = timing.submissionMs
  for (const node of state.nodes.values()) {
    if (node.masterCandidate && !node.offline && !node.hardware.poweredOn)
      milliseconds += timing.deadCandidateMs
  }
  return microseconds(milliseconds)
}

/** PickupJob [id]: not for clients. */
const pickupJob: LuxiMethod = args => {
  single(args, parseJobId)
  throw genericError("Luxi call 'PickupJob' is for internal use only")
}

/** CancelJob [id] or [id, kill]. */
const cancelJob: LuxiMethod = (args, { queue }) => {
  const hasKill = Array.isArray(args) && args.length === 2
  const { id, kill } = hasKill
    ? tuple(args, 2, ([first = null, second]) => ({ id: parseJobId(first), kill: readFlag(second) }))
    : { id: single(args, parseJobId), kill: false }
  return value(queue.cancel(id, kill))
}

/** ChangeJobPriority [id, priority]. */
const changeJobPriority: LuxiMethod = (args, { queue }) => {
  const { id, priority } = tuple(args, 2, ([first = null, second]) => ({
    id: parseJobId(first),
    priority: readInteger(second),
  }))
  return value(queue.changePriority(id, priority))
}

/** ArchiveJob [id]. */
const archiveJob: LuxiMethod = (args, { queue }) => value(queue.archive(single(args, parseJobId)))

/** AutoArchiveJobs [age in seconds, timeout]. */
const autoArchiveJobs: LuxiMethod = (args, { queue }) => {
  const ageSeconds = tuple(args, 2, ([first, second]) => {
    readInteger(second)
    return readInteger(first)
  })
  return value(queue.autoArchive(ageSeconds * 1_000_000))
}

/** SetDrainFlag [bool]. luxid's thread dies when a queue is to be undrained that is not drained. */
const setDrainFlag: LuxiMethod = (args, { queue }) => {
  const flag = single(args, readFlag)
  if (!flag && !queue.isDrained) return { kind: 'never' }
  queue.isDrained = flag
  return value(true)
}

/** DeleteFilter [uuid]. */
const deleteFilter: LuxiMethod = (args, { queue }) => {
  const uuid = single(args, element => {
    if (typeof element !== 'string') throw new RequestParseError('Unable to read String')
    return element
  })
  if (!queue.filters.delete(uuid)) {
    throw new GanetiFailure('GenericError', [`Filter with UUID ${uuid} does not exist`])
  }
  queue.reschedule()
  return value(null)
}

export const JOB_METHODS: Readonly<Record<string, LuxiMethod>> = {
  SubmitJob: submitJob('SubmitJob', false),
  SubmitJobToDrainedQueue: submitJob('SubmitJobToDrainedQueue', true),
  SubmitManyJobs: submitManyJobs,
  PickupJob: pickupJob,
  WaitForJobChange: waitForJobChange,
  CancelJob: cancelJob,
  ChangeJobPriority: changeJobPriority,
  ArchiveJob: archiveJob,
  AutoArchiveJobs: autoArchiveJobs,
  SetDrainFlag: setDrainFlag,
  DeleteFilter: deleteFilter,
}
