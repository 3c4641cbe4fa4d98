import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'

const options = { startUs: 1_000, seed: 7 }

describe('the order of events', () => {
  test('is by time, and at the same time by the order of planning', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 200 }), delays => {
        const kernel = createKernel(options)
        const seen: [number, number][] = []
        delays.forEach((delay, index) => {
          kernel.after(delay, () => seen.push([kernel.nowUs - 1_000, index]))
        })
        while (kernel.step());
        const expected = delays.map((delay, index) => [delay, index] as const)
        expected.sort((a, b) => a[0] - b[0] || a[1] - b[1])
        expect(seen).toEqual(expected)
      }),
    )
  })

  test('an event taken back does not run, and does not count as the next one', () => {
    const kernel = createKernel(options)
    const cancel = kernel.after(1, () => expect.unreachable())
    kernel.after(5, () => undefined)
    cancel()
    expect(kernel.nextUs).toBe(1_005)
    expect(kernel.step()).toBe(true)
    expect(kernel.nowUs).toBe(1_005)
    expect(kernel.step()).toBe(false)
  })

  test('an event may plan another one for the same moment', () => {
    const kernel = createKernel(options)
    const seen: string[] = []
    kernel.after(1, () => {
      seen.push('a')
      kernel.after(0, () => seen.push('c'))
    })
    kernel.after(1, () => seen.push('b'))
    kernel.runUntil(1_001)
    expect(seen).toEqual(['a', 'b', 'c'])
  })
})

describe('time', () => {
  test('runUntil runs what is due and stops there', () => {
    const kernel = createKernel(options)
    let ran = 0
    kernel.after(10, () => {
      ran += 1
    })
    kernel.after(11, () => {
      ran += 1
    })
    kernel.runUntil(1_010)
    expect([kernel.nowUs, ran, kernel.nextUs]).toEqual([1_010, 1, 1_011])
  })

  test('never goes back', () => {
    const kernel = createKernel(options)
    expect(() => kernel.runUntil(999)).toThrow('cannot go back in time')
    expect(() => kernel.after(-1, () => undefined)).toThrow('a delay must be a whole number')
    expect(() => kernel.after(0.5, () => undefined)).toThrow(RangeError)
  })
})

describe('random streams', () => {
  test('the same seed and name give the same numbers, whatever other streams did', () => {
    const one = createKernel(options)
    const other = createKernel(options)
    for (let index = 0; index < 100; index += 1) other.random('noise').next()
    const numbers = (kernel: typeof one) => Array.from({ length: 50 }, () => kernel.random('stream').next())
    expect(numbers(one)).toEqual(numbers(other))
  })

  test('another name or another seed gives other numbers', () => {
    const first = createKernel(options).random('a').next()
    expect(createKernel(options).random('b').next()).not.toBe(first)
    expect(
      createKernel({ ...options, seed: 8 })
        .random('a')
        .next(),
    ).not.toBe(first)
  })

  test('numbers are spread over 0 to 1', () => {
    const stream = createKernel(options).random('spread')
    const buckets = new Array<number>(10).fill(0)
    for (let index = 0; index < 10_000; index += 1) {
      const bucket = Math.floor(stream.next() * 10)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }
    for (const count of buckets) expect(count).toBeGreaterThan(850)
  })

  test('UUIDs are of version 4 and differ', () => {
    const stream = createKernel(options).random('uuid')
    const uuids = Array.from({ length: 1_000 }, () => stream.uuid())
    expect(new Set(uuids).size).toBe(1_000)
    for (const uuid of uuids) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
  })
})
