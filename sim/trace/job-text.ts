import type { TraceEntry } from './trace-entry.ts'

type JobEntry = Extract<TraceEntry, { readonly kind: 'job' }>

/** What else there is of a job in a trace. */
interface Course {
  /** Whether it ends later on. */
  readonly willEnd: boolean
  /** Whether it was told of before that it runs. */
  readonly hasBegun: boolean
}

const TAGS_ONLY = /^TAGS_(SET|DEL)\([^)]*\)(, TAGS_(SET|DEL)\([^)]*\))*$/

/** What there is to say of a job's new status; undefined where that is nothing. Between two opcodes a job is queued again. */
export function jobText({ job, status, summary, isRepair }: JobEntry, course: Course): string | undefined {
  const isQuiet = TAGS_ONLY.test(summary) && course.willEnd && !isRepair
  switch (status) {
    case 'queued':
      return isQuiet || course.hasBegun ? undefined : `${job} is submitted: ${summary}`
    case 'running':
      return isQuiet || course.hasBegun ? undefined : `${job} begins`
    case 'waiting':
    case 'canceling':
      return undefined
    case 'success':
      return isQuiet ? `${job} writes tags: ${summary}` : `${job} is done`
    case 'error':
      return isQuiet ? `${job} fails: ${summary}` : `${job} fails`
    case 'canceled':
      return isQuiet ? `${job} is cancelled: ${summary}` : `${job} is cancelled`
    default:
      return `${job} is ${status}: ${summary}`
  }
}
