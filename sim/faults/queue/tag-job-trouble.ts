import * as v from 'valibot'
import type { WrittenJob } from '../../ganeti/written-job.ts'
import type { Stage } from '../../play/stage.ts'
import { fault } from '../fault.ts'

export const TAG_JOB_TROUBLES = ['dies', 'hangs', 'is-cancelled'] as const

const TEXTS = {
  dies: 'the process of a job that writes tags dies',
  hangs: 'the process of a job that writes tags hangs',
  'is-cancelled': 'somebody cancels a job that writes tags',
} as const

/** No tag job has more opcodes that matter: it is over sooner. */
const OPCODES_MAX = 20

export const tagJobTrouble = fault({
  name: 'tag-job-trouble',
  layer: 'queue',
  about:
    'A job in which harep writes tags meets trouble, the newest one or the next, once so many of its opcodes are done: its process dies, which luxid notices minutes later, or hangs until the faults stop, or somebody cancels it.',
  entries: {
    how: v.picklist(TAG_JOB_TROUBLES),
    done: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(OPCODES_MAX)),
  },
  text: ({ how }) => TEXTS[how],
  apply: (stage, { how, done }) => {
    stage.toNextTagJob('tag-job-trouble', job => isSoFar(job, done) && befall(stage, how, job))
    return true
  },
  end: stage => stage.finishAll('tag-job-trouble'),
})

function isSoFar({ status, opcodeStatuses }: WrittenJob, done: number): boolean {
  return status === 'running' && opcodeStatuses.filter(one => one === 'success').length === done
}

function befall(stage: Stage, how: (typeof TAG_JOB_TROUBLES)[number], { id }: WrittenJob): boolean {
  if (how === 'is-cancelled') return stage.letAsk('CancelJob', id)
  if (how === 'dies') {
    stage.cluster.killJob(id)
    return true
  }
  if (!stage.cluster.setJobStalled(id, true)) return false
  stage.last(`tag-job-trouble ${id}`, () => stage.cluster.setJobStalled(id, false))
  return true
}
