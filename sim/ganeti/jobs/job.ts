import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'
import type { Opcode } from '../opcodes/opcode.ts'

/** Statuses of a job and of an opcode, in the order in which Ganeti compares them (jobs.md section 1). */
export type JobStatus = 'queued' | 'waiting' | 'canceling' | 'running' | 'canceled' | 'success' | 'error'

/** One line of an opcode's log: serial number, time, text. */
interface LogEntry {
  readonly serial: number
  readonly timeUs: number
  readonly text: string
}

/** An opcode of a job and how far it got. */
export interface JobOpcode {
  readonly opcode: Opcode
  input: JsonObject
  status: JobStatus
  result: JsonValue
  priority: number
  readonly log: LogEntry[]
  startUs: number | undefined
  execUs: number | undefined
  endUs: number | undefined
}

/** A job of the queue. */
export interface Job {
  readonly id: number
  readonly opcodes: readonly JobOpcode[]
  readonly receivedUs: number
  startUs: number | undefined
  endUs: number | undefined
  isArchived: boolean
  logSerial: number
}

/** The job's status out of its opcodes' ones (jobs.md section 1; Ganeti src/Ganeti/JQueue.hs:341-358). */
export function jobStatus(job: Job): JobStatus {
  let status: JobStatus = 'queued'
  let allSucceeded = true
  for (const { status: ofOpcode } of job.opcodes) {
    if (ofOpcode === 'success') continue
    allSucceeded = false
    if (ofOpcode === 'error' || ofOpcode === 'canceling' || ofOpcode === 'canceled') return ofOpcode
    if (ofOpcode !== 'queued') status = ofOpcode
  }
  return allSucceeded ? 'success' : status
}

/** Whether a status is final. */
export function isFinal(status: JobStatus): boolean {
  return status === 'canceled' || status === 'success' || status === 'error'
}

/** The most urgent priority of the opcodes still to do, 0 when there is none (jobs.md section 5). */
export function jobPriority(job: Job): number {
  const open = job.opcodes.filter(opcode => !isFinal(opcode.status)).map(opcode => opcode.priority)
  return open.length === 0 ? 0 : Math.min(...open)
}

/** Ends every opcode that is not final yet. */
export function finishOpcodes(
  job: Job,
  status: 'canceled' | 'error',
  result: JsonValue,
  nowUs: number,
): void {
  for (const opcode of job.opcodes) {
    if (isFinal(opcode.status)) continue
    opcode.status = status
    opcode.result = result
    opcode.endUs = nowUs
  }
}
