import { describe, expect, test } from 'vitest'
import { isJsonArray, isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { type Exchange, readCapture } from './captures/captured-file.ts'
import { difference, isTime, isTimePair } from './captures/compare.ts'
import { EXCLUSIONS } from './captures/exclusions.ts'
import { MachineValues } from './captures/machine-values.ts'
import { PLAYS } from './captures/plays.ts'
import { Replay } from './captures/replay.ts'
import { playEverything } from './captures/report.ts'
import { UuidPairs } from './captures/uuid-pairs.ts'

// What a real luxid 3.0.2 was asked and answered (fixtures/captures), replayed in order, at its times, against the same
// cluster, simulated. `npm run fidelity:captures` is the same, and prints the figures.

describe('the simulated luxid answers what the real one answered', () => {
  test.each(playEverything())('$name', ({ different, exchanges }) => {
    expect(exchanges).toBeGreaterThan(0)
    expect(different.map(({ exchange, difference: found }) => `${exchange.name} ${found}`)).toEqual([])
  })

  test('and what is excluded is still different', () => {
    const names = PLAYS.flatMap(({ captures }) => captures.flatMap(({ file }) => exchangesOf(file)))
    for (const { name } of EXCLUSIONS) expect(names.map(exchange => exchange.name)).toContain(name)
  })
})

const exchangesOf = (file: string): Exchange[] => readCapture(file).filter(line => line.kind === 'exchange')

describe('the comparison notices', () => {
  const files = PLAYS.flatMap(({ captures }) => captures.map(({ file }) => file))

  test.each(files)('any single other value in an answer of %s', file => {
    let mutants = 0
    for (const { sent, answer } of exchangesOf(file)) {
      if (answer === null) continue
      const value: JsonValue = JSON.parse(answer)
      const machineValues = new MachineValues(requestOf(sent))
      const uuids = new UuidPairs()
      expect(difference(value, value, { uuids, machineValues })).toBeUndefined()
      for (const { part, at } of partsOf(value, answer.length)) {
        for (const { mutant, path } of mutantsOf(part, at)) {
          if (machineValues.covers(path)) continue
          mutants += 1
          if (difference(part, mutant(), { uuids, machineValues }, at) === undefined) {
            throw new Error(`nobody notices another value at ${path.join('.')} in ${answer.slice(0, 300)}`)
          }
        }
      }
    }
    expect(mutants).toBeGreaterThan(10)
  })

  test('a connection that is closed or left open, and an answer that is not given', () => {
    const lines = exchangesOf('healthy').slice(0, 20)
    const play = PLAYS.find(({ name }) => name === 'healthy')
    if (play === undefined) throw new Error('no play named healthy')
    const replay = new Replay(play.definition, 1_795_338_574_000_000)
    const closedOnes = replay.play(lines.map(line => ({ ...line, closed: !line.closed })))
    expect(closedOnes.every(({ difference: found }) => found?.startsWith('the connection is') === true)).toBe(
      true,
    )
    const open = lines.filter(line => !line.closed)
    const unanswered = replay.play(open.map(line => ({ ...line, answer: null })))
    expect(unanswered.map(({ difference: found }) => found)).toEqual(
      open.map(() => 'only one of the two answers'),
    )
  })

  test('a UUID that stands for another object', () => {
    const [a, b, c] = ['1', '2', '3'].map(digit => `${digit.repeat(8)}-0000-4000-8000-000000000000`)
    const pairs = new UuidPairs()
    expect(pairs.areSame(`node/${a}`, `node/${b}`)).toBe(true)
    expect(pairs.areSame(`${a}`, `${c}`)).toBe(false)
    expect(pairs.areSame(`${c}`, `${b}`)).toBe(false)
    expect(pairs.areSame(`${a}`, 'no uuid')).toBe(false)
    expect(pairs.translated(`["${a}"]`)).toBe(`["${b}"]`)
  })
})

function requestOf(sent: Uint8Array): JsonValue {
  try {
    return JSON.parse(new TextDecoder().decode(sent).replace(/\u0003.*/s, ''))
  } catch {
    return null
  }
}

/** Comparing a big answer anew for each of its values would take minutes: its rows and definitions are taken one by one. */
const WHOLE_LENGTH_MAX = 3_000

function partsOf(
  value: JsonValue,
  length: number,
  at: readonly (string | number)[] = [],
): readonly { readonly part: JsonValue; readonly at: readonly (string | number)[] }[] {
  if (length <= WHOLE_LENGTH_MAX || typeof value !== 'object' || value === null) return [{ part: value, at }]
  const children: readonly (readonly [string | number, JsonValue])[] = isJsonArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return children.flatMap(([key, child]) => partsOf(child, JSON.stringify(child).length, [...at, key]))
}

interface Mutant {
  readonly path: readonly (string | number)[]
  readonly mutant: () => JsonValue
}

/** Every way to change one value of `value`, to leave one out, or to rename one; but not points in time. */
function mutantsOf(value: JsonValue, path: readonly (string | number)[] = []): Mutant[] {
  if (isJsonArray(value)) {
    if (isTimePair(value)) return []
    const inner = value.flatMap((element, index) =>
      mutantsOf(element, [...path, index]).map(({ path: where, mutant }) => ({
        path: where,
        mutant: () => value.map((other, position) => (position === index ? mutant() : other)),
      })),
    )
    return [...inner, { path, mutant: () => [...value, null] }]
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value)
    return entries.flatMap(([key, element]) => [
      ...mutantsOf(element, [...path, key]).map(({ path: where, mutant }) => ({
        path: where,
        mutant: () => ({ ...value, [key]: mutant() }),
      })),
      { path, mutant: () => Object.fromEntries(entries.filter(([other]) => other !== key)) },
    ])
  }
  if (typeof value === 'number' && isTime(value)) return []
  return [{ path, mutant: () => changed(value) }]
}

function changed(value: null | boolean | number | string): JsonValue {
  if (value === null) return 0
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  // The last digit of a UUID, or of anything else: another one.
  return value.endsWith('0') ? `${value.slice(0, -1)}1` : `${value.slice(0, -1)}0`
}
