import { isFinal, type Job } from './job.ts'

/** The priorities that a process takes on; it ignores others (Ganeti lib/jqueue/__init__.py, ChangeJobPriority). */
const PRIORITIES_ACCEPTED: readonly number[] = [-10, 0, 10]

/** Gives what is left of a job another priority; false where its process ignores that one. */
export function takeOnPriority(job: Job, priority: number): boolean {
  if (!PRIORITIES_ACCEPTED.includes(priority)) return false
  for (const opcode of job.opcodes) {
    if (!isFinal(opcode.status) && opcode.status !== 'running') opcode.priority = priority
  }
  return true
}
