import { isJsonArray, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { execError, type GanetiFailure, genericError } from '../ganeti-failure.ts'
import { isFinal, type Job, type JobOpcode, type JobStatus } from './job.ts'

/** Looks up the status of a job, archived ones included; undefined if there is none. */
export type Dependencies = (jobId: number) => JobStatus | undefined

/** One entry of an opcode's `depends`: a job, and the statuses with which it may have ended. */
interface Dependency {
  readonly jobId: number
  readonly statuses: readonly JsonValue[]
}

/**
 * Resolves relative job ids, which count back from the job's own one (jobs.md section 9). Throws GanetiFailure for one that
 * points before the first job.
 */
export function resolveDependencies(input: JsonObject, ownId: number): JsonObject {
  const depends = input['depends']
  if (!isJsonArray(depends)) return input
  const resolved: JsonValue[] = []
  for (const { jobId, statuses } of entries(depends)) {
    const absolute = jobId < 0 ? ownId + jobId : jobId
    if (absolute < 0) throw genericError(`Invalid value for job ID ' ${absolute}'`)
    resolved.push([absolute, statuses])
  }
  return { ...input, depends: resolved }
}

/**
 * Whether the job depends on one that luxid still has in its hands, itself included: the scheduler then leaves it in the
 * queue.
 */
export function hasOpenDependency(job: Job, isOpen: (jobId: number) => boolean): boolean {
  return job.opcodes.some(opcode => dependenciesOf(opcode).some(({ jobId }) => isOpen(jobId)))
}

/**
 * What an opcode does when it starts: go on, wait a little, be cancelled with a dependency, or fail (Ganeti
 * lib/jqueue/__init__.py:1164-1219). Who depends on a cancelled job is cancelled, too, unless it names that status: an empty
 * list stands for the other two only.
 */
export function dependencyVerdict(
  opcode: JobOpcode,
  dependencies: Dependencies,
): 'go' | 'wait' | 'cancel' | GanetiFailure {
  for (const { jobId, statuses } of dependenciesOf(opcode)) {
    const status = dependencies(jobId)
    if (status === undefined) return execError(`Dependency error: Job ${jobId} not found`)
    if (!isFinal(status)) return 'wait'
    if (status === 'canceled' && !statuses.includes('canceled')) return 'cancel'
    if (statuses.length === 0 || statuses.includes(status)) continue
    return execError(
      `Dependency job ${jobId} finished with status '${status}', not one of '${statuses.join(', ')}' as required`,
    )
  }
  return 'go'
}

function dependenciesOf(opcode: JobOpcode): Dependency[] {
  const depends = opcode.input['depends']
  return isJsonArray(depends) ? entries(depends) : []
}

function entries(depends: readonly JsonValue[]): Dependency[] {
  return depends.flatMap(entry => {
    if (!isJsonArray(entry)) return []
    const [jobId, statuses] = entry
    return typeof jobId === 'number' && isJsonArray(statuses) ? [{ jobId, statuses }] : []
  })
}
