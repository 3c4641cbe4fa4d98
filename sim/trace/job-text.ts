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

/** What ganeti-watcher submits every five minutes. */
const VERIFY_DISKS = 'GROUP_VERIFY_DISKS'

/** What there is to say of a job's new status; undefined where that is nothing. Between two opcodes a job is queued again. */
export function jobText({ job, status, summary, isRepair }: JobEntry, course: Course): string | undefined {
  const isTags = TAGS_ONLY.test(summary)
  const isQuiet = (isTags || summary === VERIFY_DISKS) && course.willEnd && !isRepair
  switch (status) {
    case 'queued':
      return isQuiet || course.hasBegun ? undefined : `${job} is submitted: ${summary}`
    case 'running':
      return isQuiet || course.hasBegun ? undefined : `${job} begins`
    case 'waiting':
      return undefined
    case 'canceling':
      return isQuiet ? undefined : `${job} is being cancelled`
    case 'success':
      return isQuiet ? `${job} ${isTags ? 'writes tags' : 'is done'}: ${summary}` : `${job} is done`
    case 'error':
      return isQuiet ? `${job} fails: ${summary}` : `${job} fails`
    case 'canceled':
      return isQuiet ? `${job} is cancelled: ${summary}` : `${job} is cancelled`
    default:
      return `${job} is ${status}: ${summary}`
  }
}
