import { isFinal, type Job, jobStatus } from './job.ts'

/** Whether a job names an object, has a process and has not ended. */
export function isAtWorkOn(job: Job, name: string): boolean {
  const status = jobStatus(job)
  if (status === 'queued' || isFinal(status)) return false
  return job.opcodes.some(({ input }) => input['instance_name'] === name || input['name'] === name)
}
