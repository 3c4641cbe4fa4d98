import type { JsonObject, JsonValue } from '../../src/cluster/json.ts'
import { type Job, type JobStatus, jobStatus } from './jobs/job.ts'

/** What a job's file says. */
export interface WrittenJob {
  readonly id: number
  readonly status: JobStatus
  /** The parameters of its opcodes, as the job shows them. */
  readonly opcodes: readonly JsonObject[]
  /** How far each of them is. */
  readonly opcodeStatuses: readonly JobStatus[]
  /** What came of each of them: null as long as nothing did. */
  readonly results: readonly JsonValue[]
}

export function written(job: Job): WrittenJob {
  return {
    id: job.id,
    status: jobStatus(job),
    opcodes: job.opcodes.map(({ input }) => input),
    opcodeStatuses: job.opcodes.map(({ status }) => status),
    results: job.opcodes.map(({ result }) => result),
  }
}
