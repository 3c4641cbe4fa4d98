import type { Machine } from '../ganeti/machine.ts'
import type { Kernel } from '../kernel/kernel.ts'

/** A line of a crontab. */
export interface CronEntry {
  /** Minute and hour as crontab(5) has them, in UTC, and `* * *`: every five minutes, `45 1`, or lists. */
  readonly schedule: string
  readonly start: () => void
}

const MINUTE_US = 60_000_000
const MINUTES_OF_DAY = 1_440

/**
 * cron on one machine, in virtual time: starts each entry at its minutes, whether what it started last has ended or not.
 * Without power it starts nothing, and makes up for nothing later. Throws RangeError for a schedule that it cannot read.
 * The returned function stops it.
 */
export function startCron(kernel: Kernel, machine: Machine, entries: readonly CronEntry[]): () => void {
  let stopNext: (() => void)[] = []
  for (const [index, { schedule, start }] of entries.entries()) {
    const minutes = minutesOfDay(schedule)
    const plan = () => {
      const fire = () => {
        plan()
        if (machine.isPoweredOn) start()
      }
      stopNext[index] = kernel.after(untilNextUs(minutes, kernel.nowUs), fire)
    }
    plan()
  }
  return () => {
    for (const stop of stopNext) stop()
    stopNext = []
  }
}

/** Strictly later than now: what is due in this minute has been started at its beginning. */
function untilNextUs(minutes: readonly number[], nowUs: number): number {
  const nowMinute = Math.floor(nowUs / MINUTE_US)
  const ofDay = nowMinute % MINUTES_OF_DAY
  const [first = 0] = minutes
  const next = minutes.find(minute => minute > ofDay) ?? first + MINUTES_OF_DAY
  return (nowMinute - ofDay + next) * MINUTE_US - nowUs
}

/** The minutes of a day at which an entry is due, in order. */
function minutesOfDay(schedule: string): number[] {
  const [minute = '', hour = '', ...others] = schedule.split(' ')
  if (others.join(' ') !== '* * *') throw new RangeError(`only minute and hour can be set: ${schedule}`)
  const minutes = valuesOf(minute, 60, schedule)
  return valuesOf(hour, 24, schedule).flatMap(each => minutes.map(value => each * 60 + value))
}

/** `*`, `*` with a step, or numbers with commas between them. */
function valuesOf(field: string, count: number, schedule: string): number[] {
  const all = Array.from({ length: count }, (_, value) => value)
  const step = /^\*(?:\/(\d+))?$/.exec(field)
  if (step !== null) {
    const every = Number(step[1] ?? 1)
    if (every > 0) return all.filter(value => value % every === 0)
  }
  const listed = new Set(
    field
      .split(',')
      .filter(part => /^\d+$/.test(part))
      .map(Number),
  )
  const values = all.filter(value => listed.has(value))
  if (values.length === 0 || values.length !== field.split(',').length) {
    throw new RangeError(`not a schedule: ${schedule}`)
  }
  return values
}
