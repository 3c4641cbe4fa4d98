import { expect, test } from 'vitest'
import { firstDifference } from '../../../sim/timeline/first-difference.ts'
import { timelineDiffHtml, timelineDiffText } from '../../../sim/timeline/timeline-diff.ts'
import type { TraceEntry } from '../../../sim/trace/trace-entry.ts'
import { at, job, SMALL_PLAY } from './entries.ts'

/** The same until the job fails. */
const FAILING: readonly TraceEntry[] = [
  ...SMALL_PLAY.slice(0, 9),
  job(310, 7, 'error'),
  { ...at(600), kind: 'run-started', run: 2, program: 'harep', node: 'node1' },
]

const ONE = { name: 'a.yaml', entries: SMALL_PLAY }
const OTHER = { name: 'b<b>.yaml', entries: FAILING }

test('the first entry that differs is found, also where one play is over', () => {
  expect(firstDifference(SMALL_PLAY, FAILING)).toMatchObject({
    index: 9,
    one: { kind: 'guest', runs: true },
    other: { kind: 'job', status: 'error' },
  })
  expect(firstDifference(SMALL_PLAY, SMALL_PLAY.slice(0, 3))).toMatchObject({ index: 3, other: undefined })
})

test('a play that was written to a file and read again is the same', () => {
  const again: readonly TraceEntry[] = JSON.parse(JSON.stringify(SMALL_PLAY))
  expect(firstDifference(SMALL_PLAY, again)).toBeUndefined()
  expect(timelineDiffText(ONE, { name: 'c', entries: again })).toBe('The two plays are the same.\n')
})

test('as text: what is before in both, what differs and what is after in each, and the first of each kind', () => {
  expect(timelineDiffText(ONE, OTHER)).toBe(`The first event that differs: number 10, at 0:05:09.000
in both, before:
    0:05:00.000 run 1 of harep starts on node1
    0:05:01.000 job 7 queued: INSTANCE_FAILOVER(web1) [repair]
    0:05:02.000 web1: pending-repair (repair-submitted): failover was submitted as job 7; decided by the tag ganeti:watcher:autorepair:failover on the cluster
    0:05:02.000 run 1 ends: 0
    0:05:03.000 job 7 running: INSTANCE_FAILOVER(web1) [repair]
a.yaml:
  > 0:05:09.000 web1 runs
    0:05:10.000 job 7 success: INSTANCE_FAILOVER(web1) [repair]
    0:06:40.000 node2 has power again
    0:08:20.000 the faults stop
    0:10:00.000 run 2 of harep starts on node1
    0:10:01.000 run 2 ends: killed
b<b>.yaml:
  > 0:05:10.000 job 7 error: INSTANCE_FAILOVER(web1) [repair]
    0:10:00.000 run 2 of harep starts on node1
The first difference of each kind:
  happening
    a.yaml: 0:06:40.000 node2 has power again
    b<b>.yaml: nothing more
  guest
    a.yaml: 0:05:09.000 web1 runs
    b<b>.yaml: nothing more
  job
    a.yaml: 0:05:10.000 job 7 success: INSTANCE_FAILOVER(web1) [repair]
    b<b>.yaml: 0:05:10.000 job 7 error: INSTANCE_FAILOVER(web1) [repair]
`)
})

test('as a page: both plays, with the first difference marked in each', () => {
  const page = timelineDiffHtml('t', ONE, OTHER)
  expect(page.match(/<tr class="differs"/g)).toHaveLength(2)
  expect(page).toContain('"differsAtUs":309000000')
  expect(page).toContain('b&lt;b&gt;.yaml')
  expect(page).not.toContain('b<b>')
  expect(page.match(/"section":"jobs"/g)).toHaveLength(2)
  expect(page).toBe(timelineDiffHtml('t', ONE, OTHER))
})
