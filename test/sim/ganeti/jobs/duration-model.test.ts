import { describe, expect, test } from 'vitest'
import { drawnTiming, drawnUs } from '../../../../sim/ganeti/jobs/duration-model.ts'
import { DEFAULT_TIMING, NO_TIME, resyncUs } from '../../../../sim/ganeti/timing.ts'
import { createRandomStream } from '../../../../sim/kernel/random-stream.ts'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'
import { failover, tag } from './job-fixture.ts'

describe('durations', () => {
  test('lie around their median, with a longer tail above it', () => {
    const random = createRandomStream(1, 'durations')
    const timing = { ...DEFAULT_TIMING, spreadPercent: 10 }
    const drawn = Array.from({ length: 10_000 }, () => drawnUs(1_000, timing, random)).sort((a, b) => a - b)
    const quantile = (part: number) => (drawn[Math.floor(part * drawn.length)] ?? 0) / 1e6
    expect(quantile(0)).toBeGreaterThanOrEqual(0.9)
    expect(quantile(0.5)).toBeCloseTo(1, 2)
    expect(quantile(0.95)).toBeCloseTo(1.33, 1)
    expect(quantile(0.9999)).toBeLessThanOrEqual(1.9)
  })

  test('are none where the median is none, or where nothing strays', () => {
    const random = createRandomStream(1, 'durations')
    expect(drawnUs(0, DEFAULT_TIMING, random)).toBe(0)
    expect(drawnTiming(NO_TIME, random)).toEqual(NO_TIME)
    expect(drawnUs(1_000, { ...DEFAULT_TIMING, spreadPercent: 0 }, random)).toBe(1_000_000)
  })

  test('differ from job to job, and are the same for the same seed', () => {
    const durations = () => {
      const client = new Client({ ...smallCluster(MIRRORED), timing: DEFAULT_TIMING })
      return Array.from({ length: 5 }, () => {
        const id = client.submit(failover('web1'), tag('web1', 'a'))
        client.settle()
        return JSON.stringify(client.jobs([id], ['opexec', 'opend']))
      })
    }
    const first = durations()
    expect(durations()).toEqual(first)
    const [[exec, end]] = JSON.parse(first[0] ?? '') as [[[number, number][], [number, number][]]]
    const tookUs = (index: number) =>
      ((end[index]?.[0] ?? 0) - (exec[index]?.[0] ?? 0)) * 1e6 +
      (end[index]?.[1] ?? 0) -
      (exec[index]?.[1] ?? 0)
    // A status and the work itself: 100 + 600 ms, 100 + 100 ms, none less than 90 % of it.
    expect(tookUs(0)).toBeGreaterThanOrEqual(630_000)
    expect(tookUs(0)).not.toBe(700_000)
    expect(tookUs(1)).toBeGreaterThanOrEqual(180_000)
  })
})

describe('a resynchronisation', () => {
  test('takes as long as the largest disk: the rate is one of each disk', () => {
    expect(resyncUs([6_000, 60_000, 600], DEFAULT_TIMING)).toBe(1_000_000_000)
    expect(resyncUs([], DEFAULT_TIMING)).toBe(0)
    expect(resyncUs([6_000], NO_TIME)).toBe(0)
  })
})
