import { describe, expect, test } from 'vitest'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'
import { pacedService } from '../../../sim/luxi-server/paced-service.ts'
import type { RealTime } from '../../../sim/luxi-server/real-time.ts'
import { RealTimePacer } from '../../../sim/luxi-server/real-time-pacer.ts'
import { scriptedService } from './fixture.ts'

/** Real time that passes when the test says so, with at most one timer, as the pacer promises. */
class FakeTime implements RealTime {
  nowUs = 5_000
  timersSet = 0
  #timer: { readonly dueUs: number; readonly callback: () => void } | undefined

  readonly monotonicUs = () => this.nowUs
  readonly setTimer = (delayMs: number, callback: () => void) => {
    if (this.#timer) throw new Error('a second timer')
    if (!Number.isInteger(delayMs) || delayMs < 1 || delayMs > 2 ** 31 - 1)
      throw new Error(`delay ${delayMs}`)
    this.timersSet += 1
    const timer = { dueUs: this.nowUs + delayMs * 1_000, callback }
    this.#timer = timer
    return () => {
      if (this.#timer === timer) this.#timer = undefined
    }
  }

  /** In how many milliseconds the timer fires; undefined without one. */
  get timerMs(): number | undefined {
    return this.#timer && (this.#timer.dueUs - this.nowUs) / 1_000
  }

  pass(ms: number): void {
    const endUs = this.nowUs + ms * 1_000
    for (let timer = this.#timer; timer && timer.dueUs <= endUs; timer = this.#timer) {
      this.#timer = undefined
      this.nowUs = timer.dueUs
      timer.callback()
    }
    this.nowUs = endUs
  }
}

const START_US = 1_700_000_000_000_000

function setUp(timeScale: number) {
  const kernel = createKernel({ startUs: START_US, seed: 1 })
  const realTime = new FakeTime()
  const defects: unknown[] = []
  const happened: string[] = []
  const plan = (name: string, delayMs: number, more: () => void = () => {}) =>
    kernel.after(delayMs * 1_000, () => {
      happened.push(`${name} at ${(kernel.nowUs - START_US) / 1_000}`)
      more()
    })
  const start = () =>
    new RealTimePacer(kernel, { timeScale, realTime, onDefect: error => defects.push(error) })
  return { kernel, realTime, defects, happened, plan, start }
}

describe('virtual time', () => {
  test('runs at the scale of the real one', () => {
    const { kernel, realTime, start } = setUp(60)
    const pacer = start()
    realTime.pass(1_500)
    pacer.run(() => expect(kernel.nowUs - START_US).toBe(90_000_000))
  })

  test('has one timer, for the next event, and none when nothing is planned', () => {
    const { realTime, happened, plan, start } = setUp(10)
    plan('b', 5_000)
    plan('a', 1_000)
    start()
    expect(realTime.timerMs).toBe(100)
    realTime.pass(99)
    expect(happened).toEqual([])
    realTime.pass(1)
    expect(happened).toEqual(['a at 1000'])
    expect(realTime.timerMs).toBe(400)
    realTime.pass(400)
    expect(happened).toEqual(['a at 1000', 'b at 5000'])
    expect(realTime.timerMs).toBeUndefined()
    realTime.pass(1_000_000)
    expect(realTime.timersSet).toBe(2)
  })

  test('an event happens at its own virtual time, however late the timer is', () => {
    const { realTime, happened, plan, start } = setUp(1)
    plan('a', 10, () => plan('c', 5))
    plan('b', 20)
    const pacer = start()
    realTime.nowUs += 500_000
    pacer.run(() => happened.push('request'))
    expect(happened).toEqual(['a at 10', 'c at 15', 'b at 20', 'request'])
  })

  test('what a request plans gets a timer of its own', () => {
    const { realTime, happened, plan, start } = setUp(2)
    const pacer = start()
    expect(realTime.timerMs).toBeUndefined()
    realTime.pass(1_000)
    pacer.run(() => {
      plan('now', 0)
      plan('later', 3_000)
    })
    expect(happened).toEqual(['now at 2000'])
    expect(realTime.timerMs).toBe(1_500)
    pacer.run(() => plan('sooner', 400))
    expect(realTime.timerMs).toBe(200)
    realTime.pass(1_500)
    expect(happened).toEqual(['now at 2000', 'sooner at 2400', 'later at 5000'])
  })

  test('an event that is taken back needs no timer', () => {
    const { realTime, plan, start } = setUp(1)
    const cancel = plan('a', 1_000)
    const pacer = start()
    pacer.run(cancel)
    expect(realTime.timerMs).toBeUndefined()
  })

  test('an event between two milliseconds is not waited for in a busy loop', () => {
    const { kernel, realTime, start } = setUp(1_000)
    let runs = 0
    kernel.after(1_500, () => runs++)
    start()
    realTime.pass(10)
    expect(runs).toBe(1)
    expect(realTime.timersSet).toBe(1)
  })

  test('an event of next year is waited for in several timers', () => {
    const { realTime, happened, plan, start } = setUp(1)
    const yearMs = 365 * 86_400_000
    plan('far', yearMs)
    start()
    expect(realTime.timerMs).toBe(2 ** 31 - 1)
    realTime.pass(yearMs - 1)
    expect(happened).toEqual([])
    realTime.pass(1)
    expect(happened).toEqual([`far at ${yearMs}`])
  })

  test('stands still once it is stopped', () => {
    const { realTime, happened, plan, start } = setUp(1)
    plan('a', 10)
    const pacer = start()
    pacer.stop()
    expect(realTime.timerMs).toBeUndefined()
    realTime.pass(100)
    pacer.run(() => happened.push('request'))
    expect(happened).toEqual([])
    pacer.stop()
  })

  test('an event that stops it leaves no timer', () => {
    const { realTime, plan, start } = setUp(1)
    plan('a', 10, () => pacer.stop())
    plan('b', 20)
    const pacer = start()
    realTime.pass(15)
    expect(realTime.timerMs).toBeUndefined()
  })
})

describe('mistakes', () => {
  test('an event that throws in a timer stops it and is told', () => {
    const { kernel, realTime, defects, plan, start } = setUp(1)
    kernel.after(1_000, () => {
      throw new Error('broken')
    })
    plan('b', 20)
    start()
    realTime.pass(100)
    expect(defects).toEqual([new Error('broken')])
    expect(realTime.timerMs).toBeUndefined()
  })

  test('touching it from within an event is refused', () => {
    const { realTime, defects, plan, start } = setUp(1)
    plan('a', 10, () => pacer.run(() => {}))
    const pacer = start()
    realTime.pass(10)
    expect(String(defects)).toContain('touched from outside while one of its events ran')
  })
})

test('a paced service sees a request only after all that was due before it', () => {
  const { realTime, happened, plan, start } = setUp(1)
  plan('job', 50)
  const service = pacedService(
    scriptedService(() => {
      happened.push('request')
      return 'answer'
    }),
    start(),
  )
  realTime.nowUs += 80_000
  service.handle({}, answer => happened.push(`answer ${answer.result}`))
  expect(happened).toEqual(['job at 50', 'request', 'answer answer'])
  expect(service.unparsable('x').close).toBe(true)
})
