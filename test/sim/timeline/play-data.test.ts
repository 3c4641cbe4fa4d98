import { expect, test } from 'vitest'
import type { ItemData } from '../../../sim/timeline/page-data.ts'
import { playData } from '../../../sim/timeline/play-data.ts'
import type { TraceEntry } from '../../../sim/trace/trace-entry.ts'
import { at, happening, job, longPlay, SMALL_PLAY } from './entries.ts'

function items(entries: readonly TraceEntry[], section: string, name: string): readonly ItemData[] {
  return playData('', entries).lanes.find(lane => lane.section === section && lane.name === name)?.items ?? []
}

const told = ({ fromUs, toUs, shape, label, row }: ItemData) =>
  `${row}: ${fromUs / 1e6}-${toUs / 1e6} ${shape} ${label}`

test('lanes stand in the order play, nodes, instances, runs, jobs, and by the numbers in their names', () => {
  const { lanes } = playData('', [...SMALL_PLAY, happening(700, 'drain', 'drained', 'node10')])
  expect(lanes.map(({ section, name }) => `${section} ${name}`)).toEqual([
    'play what happens',
    'nodes node2',
    'nodes node10',
    'instances web1',
    'runs harep',
    'jobs all jobs',
  ])
})

test('a fault is a bar from its beginning to what ends it, or to the end of the play', () => {
  expect(items(SMALL_PLAY, 'nodes', 'node2').map(told)).toEqual([
    '0: 100-400 hatched power-off',
    '1: 130-601 hatched mark-offline',
  ])
})

test('a fault that is over when the faults stop is a bar until then', () => {
  expect(items(SMALL_PLAY, 'play', 'what happens').map(told)).toEqual([
    '0: 140-500 hatched drain-queue',
    '0: 500-500 calm the faults stop',
  ])
})

test('what could not happen is a mark of its own shape and no bar', () => {
  const entries = [
    happening(1, 'mark-offline', 'marked', 'node1', false),
    happening(9, 'drain', 'x', 'node3'),
  ]
  expect(items(entries, 'nodes', 'node1').map(told)).toEqual(['0: 1-1 hollow mark-offline'])
})

test('the lane of an instance has its decisions, whether its guest ran, and its jobs, below one another', () => {
  expect(items(SMALL_PLAY, 'instances', 'web1').map(told)).toEqual([
    '1: 0-100 bar runs',
    '1: 100-309 hatched STOPPED',
    '2: 301-310 job 7 failover (repair) ✓',
    '0: 302-302 diamond pending-repair: repair-submitted',
    '1: 309-601 bar runs',
  ])
})

test('a job is a bar from its submission over its start to its end', () => {
  expect(items(SMALL_PLAY, 'jobs', 'all jobs')).toMatchObject([
    { fromUs: 301e6, startUs: 303e6, toUs: 310e6, tone: 'good', entries: [5, 8, 10] },
  ])
  expect(items([job(1, 1, 'queued'), job(5, 1, 'canceled')], 'jobs', 'all jobs')[0]?.startUs).toBeUndefined()
})

test('jobs that overlap stand in different rows', () => {
  const entries = [
    job(1, 1, 'queued'),
    job(2, 2, 'queued'),
    job(3, 1, 'error'),
    job(4, 3, 'queued'),
    job(5, 2, 'success'),
  ]
  expect(items(entries, 'jobs', 'all jobs').map(({ row }) => row)).toEqual([0, 1, 0])
})

test('a run that was killed is told as that', () => {
  expect(items(SMALL_PLAY, 'runs', 'harep').map(told)).toEqual([
    '0: 300-302 bar run 1 on node1',
    '0: 600-601 hatched run 2 on node1 ✗ killed',
  ])
})

test('a migration does not cut the bar of a guest that runs on', () => {
  const guest = (seconds: number, runs: boolean) =>
    ({ ...at(seconds), kind: 'guest', instance: 'a', runs }) as const
  const found = items([guest(1, false), guest(2, true), guest(3, true), guest(4, false)], 'instances', 'a')
  expect(found.map(told)).toEqual([
    '0: 0-1 bar runs',
    '0: 1-2 hatched STOPPED',
    '0: 2-4 bar runs',
    '0: 4-4 hatched STOPPED',
  ])
})

test('every entry of a long play is in some item, and every item within the play', () => {
  const { lanes, entries, endUs } = playData('', longPlay(10_000))
  const seen = new Set(lanes.flatMap(({ items: all }) => all.flatMap(item => item.entries)))
  expect(seen.size).toBe(entries.length)
  for (const { items: all, rows } of lanes) {
    for (const { fromUs, toUs, row } of all) {
      expect(fromUs).toBeLessThanOrEqual(toUs)
      expect(toUs).toBeLessThanOrEqual(endUs)
      expect(row).toBeLessThan(rows)
    }
  }
})
