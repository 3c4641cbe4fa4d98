import { isFinished } from '../../cluster/job.ts'
import type { RepairState } from '../../planner/repair-state.ts'
import type { OwnJob, OwnJobs } from './own-jobs.ts'
import type { Unwritten } from './tag-change.ts'

/** What a plan is made from, besides the cluster itself. */
export interface Knowledge {
  readonly nowSeconds: bigint
  /** Repairs of ours that are under way, by instance, whatever the tags say. */
  readonly underWay: ReadonlyMap<string, OwnJob>
  /** States that tags could not be made to tell: those of a dry run, which writes none. */
  readonly overrides: ReadonlyMap<string, RepairState>
  /** Instances whose repair was just found to have failed because its job is no longer on record. */
  readonly jobGone: ReadonlySet<string>
  /** Instances whose tags do not tell all that was done there, each with why: nothing is begun on them. */
  readonly unrecorded: ReadonlyMap<string, string>
}

/** What a run learnt when it put on record what earlier ones had left. */
export interface Learnt extends Pick<Knowledge, 'overrides' | 'jobGone'> {
  /** Instances with a repair that can only be put on record later. */
  readonly waiting: ReadonlySet<string>
  readonly unwritten: Unwritten
}

/** What is known when the queue shows these jobs. */
export function knowledgeOf(own: OwnJobs, learnt: Learnt, nowSeconds: bigint): Knowledge {
  const { overrides, jobGone, waiting, unwritten } = learnt
  const unfinished = own.repairs.filter(({ status }) => !isFinished(status))
  return {
    nowSeconds,
    underWay: new Map(unfinished.map(job => [job.instance, job])),
    overrides,
    jobGone,
    unrecorded: new Map([
      ...[...waiting].map(name => [name, 'an earlier repair of it is not on record yet'] as const),
      ...[...own.beingTagged].map(
        ([name, job]) => [name, `job ${job}, which writes its tag, has not ended`] as const,
      ),
      ...unwritten,
    ]),
  }
}
