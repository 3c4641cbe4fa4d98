import type { JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure, genericError } from '../ganeti-failure.ts'
import { RequestParseError } from '../haskell-text.ts'
import { parseJobId } from '../job-id.ts'
import { cancelJob } from '../jobs/cancel-job.ts'
import { isFinal, type Job, jobStatus } from '../jobs/job.ts'
import { replicationUs } from '../jobs/replication.ts'
import { type DecodedOpcode, decodeOpcode } from '../opcodes/decode-opcode.ts'
import { OPCODES } from '../opcodes/registry.ts'
import { readFlag, readInteger, readList, readText, rewording, single, tuple } from './arguments.ts'
import { type LuxiMethod, type LuxiWorld, type MethodOutcome, value } from './method.ts'
import { waitForJobChange } from './wait-for-job-change.ts'

/** SubmitJob [[opcode, ...]]. */
function submitJob(method: string, place: string, ignoreDrain: boolean): LuxiMethod {
  return (args, world) => {
    const opcodes = single(args, place, element => readList(element, opcode => opcode))
    const decoded = decodeAll(method, opcodes)
    if (!ignoreDrain) checkNotDrained(world)
    return submit([decoded], world, ([taken]) => {
      if (taken?.why !== undefined) throw genericError(taken.why)
      return taken?.id ?? null
    })
  }
}

/** SubmitManyJobs [[[opcode, ...], ...]]: one bad opcode and nothing is accepted; a job whose file cannot be written is refused alone. */
const submitManyJobs: LuxiMethod = (args, world) => {
  const jobs = single(args, '290:15-20', element => readList(element, job => job))
  const decoded = jobs.map(job => decodeAll('SubmitManyJobs', readJob(job)))
  checkNotDrained(world)
  return submit(decoded, world, taken =>
    taken.map(({ id, why }) => (why === undefined ? [true, id] : [false, why])),
  )
}

function readJob(job: JsonValue): JsonValue[] {
  return rewording(
    () => readList(job, opcode => opcode),
    problem => `SubmitManyJobs: ${problem}`,
  )
}

function decodeAll(method: string, opcodes: readonly JsonValue[]): DecodedOpcode[] {
  return rewording(
    () => opcodes.map(opcode => decodeOpcode(opcode, OPCODES)),
    problem => `${method}: ${problem}`,
  )
}

function checkNotDrained(world: LuxiWorld): void {
  if (world.queue.isDrained) throw genericError('Queue drained')
}

/** A job of a submission, and why it was not taken, if it was not. */
interface Taken {
  readonly id: number
  readonly why: string | undefined
}

/**
 * Reserves the ids, which is a replication of its own, then writes the jobs, then replicates them one after another; then
 * all are enqueued and the call is answered (jobs.md section 3; Ganeti src/Ganeti/Query/Server.hs, JQueue.hs). Whoever
 * hangs up in between has submitted them all the same. Submissions take their ids one after another.
 */
function submit(
  jobs: readonly (readonly DecodedOpcode[])[],
  world: LuxiWorld,
  answer: (taken: readonly Taken[]) => JsonValue,
): MethodOutcome {
  const { queue, kernel, timing } = world
  if (jobs.length === 0) return value(answer([]))
  const serialUs = replicationUs(world, timing.submissionMs)
  const fileUs = jobs.map(() => replicationUs(world, timing.submissionMs))
  const filesUs = fileUs.reduce((sum, costUs) => sum + costUs, 0)
  if (serialUs + filesUs === 0) {
    const { taken, stored } = store(queue, queue.create(jobs))
    for (const job of stored) queue.enqueue(job)
    return value(answer(taken))
  }
  return {
    kind: 'when',
    start: (respond, refuse) =>
      queue.reserveIds(serialUs, () => {
        const created = orRefused(refuse, () => queue.create(jobs))
        if (created === undefined) return
        const { taken, stored } = store(queue, created)
        kernel.after(filesUs, () => {
          for (const job of stored) queue.enqueue(job)
          const answered = orRefused(refuse, () => answer(taken))
          if (answered !== undefined) respond(answered)
        })
      }),
  }
}

/** Writes the files of new jobs, as far as that is possible (src/Ganeti/JQueue.hs, writeJobToDisk). */
function store(queue: LuxiWorld['queue'], created: readonly Job[]) {
  const stored: Job[] = []
  const taken = created.map((job): Taken => {
    const why = refusal(queue, job)
    if (why === undefined) stored.push(job)
    return { id: job.id, why }
  })
  for (const job of stored) queue.store(job)
  return { taken, stored }
}

/** Why the file of a new job cannot be written, if it cannot: the text of a real luxid, and what a full disk adds to it. */
function refusal(queue: LuxiWorld['queue'], { id }: Job): string | undefined {
  if (queue.unwritable === 0) return undefined
  queue.unwritable -= 1
  const file = `/var/lib/ganeti/queue/job-${id}`
  return `Failed to write ${file}: ${file}: hClose: resource exhausted (No space left on device)`
}

/** What `act` gives; where it throws what luxid answers with, tells so and gives undefined. */
function orRefused<T>(refuse: (failure: GanetiFailure) => void, act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof GanetiFailure)) throw error
    refuse(error)
    return undefined
  }
}

/** PickupJob [id]: not for clients. */
const pickupJob: LuxiMethod = args => {
  single(args, '309:15-19', parseJobId)
  throw genericError("Luxi call 'PickupJob' is for internal use only")
}

/** CancelJob [id] or [id, kill]: luxid tries to read both, one after the other, and tells both problems. */
const cancel: LuxiMethod = (args, world) => {
  const { id, kill } = either(
    () => tuple(args, 2, ([first = null, second]) => ({ id: parseJobId(first), kill: readFlag(second) })),
    () => tuple(args, 1, ([first = null]) => ({ id: parseJobId(first), kill: false })),
  )
  const { kernel, queue, timing } = world
  const cost = () => replicationUs(world, timing.submissionMs)
  return answered(respond => cancelJob({ kernel, queue, replicationUs: cost }, id, kill, respond))
}

function either<T>(first: () => T, second: () => T): T {
  try {
    return first()
  } catch (error) {
    if (!(error instanceof RequestParseError)) throw error
    return rewording(second, problem => `${error.message}; ${problem}`)
  }
}

/** An answer that may come at once or later. Throws what `start` throws. */
function answered<T extends JsonValue>(start: (respond: (answer: T) => void) => void): MethodOutcome {
  let first: T | undefined
  let later: ((answer: T) => void) | undefined
  start(answer => {
    if (later === undefined) first = answer
    else later(answer)
  })
  if (first !== undefined) return value(first)
  return {
    kind: 'when',
    start: respond => {
      later = respond
    },
  }
}

/**
 * ChangeJobPriority [id, priority] (jobs.md section 5): a queued job takes any priority and is written anew; the process of
 * another one is told, and takes on -10, 0 or 10 when it looks.
 */
const changeJobPriority: LuxiMethod = (args, world) => {
  const { id, priority } = tuple(args, 2, ([first = null, second]) => ({
    id: parseJobId(first),
    priority: readInteger(second),
  }))
  const { queue, kernel, timing } = world
  const job = queue.dequeue(id)
  if (job !== undefined) {
    for (const opcode of job.opcodes) opcode.priority = priority
    queue.rewrite(job)
    queue.enqueue(job)
    const text = `Priorities of pending opcodes for job ${id} have been changed to ${priority}`
    const delayUs = replicationUs(world, timing.submissionMs)
    return answered(respond => kernel.after(delayUs, () => respond([true, text])))
  }
  if (!queue.isRunning(id)) return value([false, `Job ${id} not found in queue`])
  if (queue.find(id) === undefined) throw genericError("Can't load job file")
  const process = queue.processOf(id)
  if (process?.isDead === true) return value([false, `Job ${id} is dead`])
  if (process?.hasTakenOver !== true) return value([false, `Job ${id}'s pid unknown`])
  process.changePriority(priority)
  return value([true, `Job ${id} with pid ${processId(id)} signaled`])
}

/** Process ids are the machine's own business: here they follow from the job's one. */
function processId(id: number): number {
  return 1_000 + (id % 4_193_304)
}

/** ArchiveJob [id]: waits until the job's process is gone, whose last replication may still be under way. */
const archiveJob: LuxiMethod = (args, { queue }) => {
  const id = single(args, '312:15-19', parseJobId)
  const job = queue.live.get(id)
  if (job === undefined || !isFinal(jobStatus(job))) return value(false)
  return answered(respond => queue.whenExited(id, () => respond(queue.archive(id))))
}

/** AutoArchiveJobs [age in seconds, timeout in seconds]. */
const autoArchiveJobs: LuxiMethod = (args, { queue }) => {
  const { ageSeconds, timeoutS } = tuple(args, 2, ([age, timeout]) => ({
    ageSeconds: readInteger(age),
    timeoutS: readInteger(timeout),
  }))
  return value(queue.autoArchive(ageSeconds * 1_000_000, timeoutS))
}

/** SetDrainFlag [bool]. luxid's thread dies when a queue is to be undrained that is not drained. */
const setDrainFlag: LuxiMethod = (args, { queue }) => {
  const flag = single(args, '335:15-20', readFlag)
  if (!flag && !queue.isDrained) return { kind: 'never' }
  queue.isDrained = flag
  return value(true)
}

/** DeleteFilter [uuid]. */
const deleteFilter: LuxiMethod = (args, { queue }) => {
  const uuid = single(args, '250:15-20', readText)
  if (!queue.filters.delete(uuid)) {
    throw genericError(`Filter rule with UUID ${uuid} does not exist`)
  }
  queue.reschedule()
  return value(null)
}

export const JOB_METHODS: Readonly<Record<string, LuxiMethod>> = {
  SubmitJob: submitJob('SubmitJob', '282:15-20', false),
  SubmitJobToDrainedQueue: submitJob('SubmitJobToDrainedQueue', '286:15-20', true),
  SubmitManyJobs: submitManyJobs,
  PickupJob: pickupJob,
  WaitForJobChange: waitForJobChange,
  CancelJob: cancel,
  ChangeJobPriority: changeJobPriority,
  ArchiveJob: archiveJob,
  AutoArchiveJobs: autoArchiveJobs,
  SetDrainFlag: setDrainFlag,
  DeleteFilter: deleteFilter,
}
