import { expect, test } from 'vitest'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import { playScenario } from '../../../sim/scenario/play-scenario.ts'
import { formatTrace } from '../../../sim/trace/format-trace.ts'
import type { TraceEntry } from '../../../sim/trace/trace-entry.ts'
import { SMALL, small } from '../scenario/small.ts'

const EARLIER = { timeline: SMALL.timeline.replace('at: 5m', 'at: 4m') }

test('a failover, as it is read', () => {
  const text = small(EARLIER, 'permissions: { cluster: migrate, instances: { web1: failover } }\n')
  const { entries } = playScenario(parseScenario(text, 'my.yaml'))
  const tag = 'the tag ganeti:watcher:autorepair:failover on instance web1'
  const lines = formatTrace(entries).split('\n')
  expect(lines.slice(0, 6)).toEqual([
    '+0h04m00s  cluster  node2 loses its power',
    '+0h04m00s  guest    web1 stops',
    '+0h05m00s  harep    run 1 of harep on node1 begins',
    '+0h05m00s  harep      web1: needs repair: node node2 does not answer and is not marked offline [node-silent]',
    '+0h05m00s  harep    run 1 ends',
    '+0h06m00s  cluster  an admin marks node2 offline',
  ])
  expect(lines).toContain('+0h10m00s  job      1 is submitted: INSTANCE_FAILOVER(web1)')
  expect(formatTrace(entries)).toContain(
    `web1: Repair begun: failover in job 1: its primary node node2 is offline, and its secondary node3 has the data, allowed by ${tag}`,
  )
})

test('of a job that only writes tags there is one line, of one that never ends the beginning', () => {
  const entry = (job: number, status: string, summary: string): TraceEntry => ({
    ...{ atUs: 0, kind: 'job', job, status, summary, instance: undefined, isRepair: false },
  })
  const statuses = ['queued', 'waiting', 'running', 'queued', 'running', 'success']
  expect(
    formatTrace([
      ...statuses.map(status => entry(1, status, 'TAGS_SET(a), TAGS_DEL(a)')),
      ...statuses.map(status => entry(2, status, 'INSTANCE_SHUTDOWN(a), INSTANCE_STARTUP(a)')),
      entry(3, 'queued', 'TAGS_SET(a)'),
      entry(4, 'queued', 'TAGS_SET(a)'),
      entry(4, 'canceled', 'TAGS_SET(a)'),
    ]),
  ).toBe(`+0h00m00s  job      1 writes tags: TAGS_SET(a), TAGS_DEL(a)
+0h00m00s  job      2 is submitted: INSTANCE_SHUTDOWN(a), INSTANCE_STARTUP(a)
+0h00m00s  job      2 begins
+0h00m00s  job      2 is done
+0h00m00s  job      3 is submitted: TAGS_SET(a)
+0h00m00s  job      4 is cancelled: TAGS_SET(a)
`)
})

test('instances of which the same is said are told together, and nothing reaches the terminal', () => {
  const decision = (instance: string): TraceEntry => ({
    ...{ atUs: 3_600_000_000, kind: 'decision', run: 1, instance, state: 'healthy', reason: 'nodes-fine' },
    ...{ sentence: 'its nodes are fine', decidedBy: undefined },
  })
  expect(formatTrace([decision('web1'), decision('\u001b[31m')])).toBe(
    '+1h00m00s  harep      web1, \\x1b[31m: healthy: its nodes are fine [nodes-fine]\n',
  )
})
