import childProcess, { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs, { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { connect, createServer, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { TripwireError, withTripwires } from '../../../sim/driver/tripwires.ts'

const HERE = import.meta.filename

/** Every way to the machine that a simulation must not take, and the name under which it trips. */
const DOORS: readonly (readonly [door: string, open: () => unknown])[] = [
  ['Date.now', () => Date.now()],
  ['new Date()', () => new Date()],
  ['Date()', () => Date()],
  ['performance.now', () => performance.now()],
  ['process.hrtime', () => process.hrtime()],
  ['process.uptime', () => process.uptime()],
  ['Date.prototype.getTimezoneOffset', () => new Date(0).getTimezoneOffset()],
  ['Date.prototype.getHours', () => new Date(0).getHours()],
  ['Date.prototype.toString', () => String(new Date(0))],
  ['Date.prototype.toLocaleString', () => new Date(0).toLocaleString()],
  ['Math.random', () => Math.random()],
  ['crypto.randomUUID', () => crypto.randomUUID()],
  ['crypto.getRandomValues', () => crypto.getRandomValues(new Uint8Array(4))],
  ['crypto.randomBytes', () => randomBytes(4)],
  ['setTimeout', () => setTimeout(() => {}, 0)],
  ['setInterval', () => setInterval(() => {}, 1_000)],
  ['setImmediate', () => setImmediate(() => {})],
  ['queueMicrotask', () => queueMicrotask(() => {})],
  ['process.nextTick', () => process.nextTick(() => {})],
  ['timers/promises.setTimeout', () => wait(0)],
  ['fs.readFileSync', () => readFileSync(HERE)],
  ['fs.readFileSync', () => fs.readFileSync(HERE)],
  ['fs.existsSync', () => fs.existsSync(HERE)],
  ['fs.promises.readFile', () => readFile(HERE)],
  ['process.cwd', () => process.cwd()],
  ['net.connect', () => connect('/nowhere')],
  ['net.createServer', () => createServer()],
  ['net.Socket', () => new Socket()],
  ['fetch', () => fetch('http://127.0.0.1:1')],
  ['child_process.spawn', () => spawn('true')],
  ['child_process.execFileSync', () => childProcess.execFileSync('true')],
  ['process.env.TZ', () => process.env['TZ']],
  ['process.env.TZ', () => 'TZ' in process.env],
  ['process.env', () => Object.keys(process.env)],
  ['String.prototype.localeCompare', () => 'a'.localeCompare('b')],
  ['String.prototype.toLocaleUpperCase', () => 'i'.toLocaleUpperCase()],
  ['Number.prototype.toLocaleString', () => (1.5).toLocaleString()],
  ['Intl.Collator', () => new Intl.Collator()],
  ['Intl.DateTimeFormat', () => new Intl.DateTimeFormat()],
]

test.each(DOORS)('%s trips', (door, open) => {
  const opening = () => withTripwires<unknown>(open)
  expect(opening).toThrow(TripwireError)
  expect(opening).toThrow(`${door} was used within a simulation`)
})

describe('what is a function of its inputs does not trip', () => {
  test.each([
    ['a time that was given', () => new Date(5).toISOString(), '1970-01-01T00:00:00.005Z'],
    ['the time of day in UTC', () => new Date(3_600_000).getUTCHours(), 1],
    ['Date.UTC', () => Date.UTC(2026, 0), 1_767_225_600_000],
    ['order by code points', () => ['b', 'B'].sort().join(''), 'Bb'],
    ['whether it is a Date', () => new Date(0) instanceof Date, true],
  ])('%s', (_, work, value) => {
    expect(withTripwires<unknown>(work)).toBe(value)
  })
})

test('the wires are down again after work that failed, and all doors are as before', () => {
  const before = [Date, process.env, setTimeout, Date.now, Math.random, fs.readFileSync, Intl.Collator]
  expect(() =>
    withTripwires(() => {
      throw new RangeError('mine')
    }),
  ).toThrow(RangeError)
  expect([Date, process.env, setTimeout, Date.now, Math.random, fs.readFileSync, Intl.Collator]).toEqual(
    before,
  )
  expect(readFileSync(HERE).length).toBeGreaterThan(0)
  expect(Date.now()).toBeGreaterThan(0)
})

test('wires within wires are a mistake', () => {
  expect(() => withTripwires(() => withTripwires(() => 1))).toThrow('the tripwires are up already')
})
