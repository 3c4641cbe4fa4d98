import { expect, test } from 'vitest'
import type { QueuedJob, QueuedOpcode } from '../../../src/planner/queue.ts'
import { tagJobs } from '../../../src/run/healing/tag-jobs.ts'

const PENDING = 'ganeti:watcher:autorepair:pending:failover:first:1:7'
const RESULT = 'ganeti:watcher:autorepair:result:failover:first:2:success:7'

function jobOf(status: QueuedJob['status'], ...opcodes: readonly (readonly [string, string])[]): QueuedJob {
  return {
    id: '9',
    status,
    endedSeconds: 1,
    opcodes: opcodes.map(
      ([opId, tag]): QueuedOpcode => ({
        opId,
        status,
        instances: ['web1'],
        nodes: [],
        tags: [tag],
        error: undefined,
      }),
    ),
    isWithdrawn: false,
    repair: undefined,
    hold: undefined,
    figures: undefined,
    from: undefined,
    withdraws: undefined,
  }
}

test.each(['error', 'canceled', 'success', 'queued'] as const)(
  'a repair is taken back once a job is to remove its pending tag, and no result is set, whatever came of it: %s',
  status => {
    expect([...tagJobs([jobOf(status, ['OP_TAGS_DEL', PENDING])]).takenBack]).toEqual(['7'])
  },
)

test('not where its result is put on record, or an old one is removed', () => {
  const settled = jobOf('error', ['OP_TAGS_SET', RESULT], ['OP_TAGS_DEL', PENDING])
  expect([...tagJobs([settled]).takenBack]).toEqual([])
  expect([...tagJobs([jobOf('success', ['OP_TAGS_DEL', RESULT])]).takenBack]).toEqual([])
  expect([...tagJobs([jobOf('success', ['OP_TAGS_SET', PENDING])]).takenBack]).toEqual([])
})
