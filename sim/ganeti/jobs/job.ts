import { isJsonArray, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
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

/** Gives every opcode that is not final yet a status and a result; its end stays unknown, as Ganeti's processes leave it. */
export function markUnfinished(
  job: Job,
  status: 'canceling' | 'canceled' | 'error',
  result: JsonValue,
): void {
  for (const opcode of job.opcodes) {
    if (isFinal(opcode.status)) continue
    opcode.status = status
    opcode.result = result
  }
}

/** Cancels a job that never got a process: its results stay null (Ganeti src/Ganeti/JQueue.hs, cancelQueuedJob). */
export function cancelQueued(job: Job, nowUs: number): void {
  for (const opcode of job.opcodes) {
    opcode.status = 'canceled'
    opcode.endUs = nowUs
  }
  job.endUs = nowUs
}

/**
 * What luxid makes of a job whose process is dead: all of its opcodes failed, those that had ended well included, for a
 * reason that it adds to their trails (Ganeti src/Ganeti/JQueue.hs, failQueuedJob).
 */
export function failDead(job: Job, nowUs: number): void {
  const text = `detected death of job ${job.id}`
  for (const opcode of job.opcodes) {
    const trail = opcode.input['reason']
    const entry = ['gnt:daemon:luxid:deathdetection', text, nowUs * 1_000]
    opcode.input = { ...opcode.input, reason: isJsonArray(trail) ? [...trail, entry] : [entry] }
    opcode.status = 'error'
    opcode.result = text
    opcode.endUs = nowUs
  }
  job.endUs = nowUs
}
