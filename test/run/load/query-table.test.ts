import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { LuxiService, ServiceAnswer } from '../../../sim/ganeti/luxi-service.ts'
import { encodeAnswer } from '../../../sim/luxi-server/encode-answer.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import type { Snapshot } from '../../../src/cluster/snapshot.ts'
import { answerOf } from '../../../src/luxi/envelope.ts'
import { readJson } from '../../../src/luxi/json-text.ts'
import { LuxiDataError } from '../../../src/luxi/luxi-error.ts'
import { UnreadTable, unreadTable } from '../../../src/luxi/unread-table.ts'
import type { Answer, Effect } from '../../../src/run/effects.ts'
import { loadSnapshot } from '../../../src/run/load/load-snapshot.ts'
import { World } from '../world.ts'

type Change = (table: JsonValue) => JsonValue

/** The effects of loading a cluster, its tables changed by `change`, with what luxid answers to each. */
function askedAndAnswered(change: Change = table => table): (effect: Effect) => ServiceAnswer {
  const world = new World({
    cluster: { name: 'cluster.example.com' },
    groups: [{ name: 'default' }],
    nodes: ['node1', 'node2', 'node3'].map(name => ({ name })),
    instances: Array.from({ length: 300 }, (_, index) => ({
      name: `web${index}`,
      diskTemplate: 'drbd' as const,
      primary: 'node2',
      secondary: 'node3',
      memoryMiB: 128,
      tags: index % 9 === 0 ? ['a:b', 'c'] : [],
    })),
  })
  const service: LuxiService = world.cluster
  return effect => {
    if (effect.kind !== 'luxi') throw new Error(`loading asks for ${effect.kind}`)
    let answer: ServiceAnswer | undefined
    service.handle({ method: effect.method, args: effect.args }, given => {
      answer = given
    })
    while (!answer && world.kernel.step());
    if (!answer) throw new Error('no answer')
    return { ...answer, result: change(answer.result) }
  }
}

/** The snapshot as a driver makes it that has bytes, and leaves tables unread where it is asked to. */
function loadFromBytes(answered: (effect: Effect) => ServiceAnswer): { snapshot: Snapshot; unread: number } {
  const run = loadSnapshot('tolerant')
  let unread = 0
  let step = run.next()
  while (!step.done) {
    const bytes = encodeAnswer(answered(step.value)).subarray(0, -1)
    const table = step.value.kind === 'luxi' && step.value.rowsUnread ? unreadTable(bytes) : undefined
    if (table instanceof UnreadTable) unread += 1
    const answer: Answer = table ?? answerOf(readJson(bytes)).result
    step = run.next(answer)
  }
  return { snapshot: step.value, unread }
}

/** The snapshot as a driver makes it that knows values only. */
function loadFromValues(answered: (effect: Effect) => ServiceAnswer): Snapshot {
  const run = loadSnapshot('tolerant')
  let step = run.next()
  while (!step.done) step = run.next(answered(step.value).result)
  return step.value
}

describe('a table that is read when it is needed', () => {
  test('gives the snapshot that it gives when it is read at once', () => {
    const { snapshot, unread } = loadFromBytes(askedAndAnswered())
    expect(unread).toBe(2)
    expect(snapshot.instances).toHaveLength(300)
    expect(snapshot).toEqual(loadFromValues(askedAndAnswered()))
  })

  test('whatever stands in cells of it, the same instances are unreadable for the same reasons, or the whole is refused', () => {
    const value = fc.oneof(
      fc.constantFrom<JsonValue>(null, true, 'x', 1e300, -0, 0.5, [], [1], ['x'], [[['deep']]]),
      fc.constantFrom<JsonValue>('12345678901234567890', 'running', 'node1', '{', ']],[['),
    )
    const cell = fc.oneof(fc.tuple(fc.nat(6), value), value)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(299), fc.nat(11), cell), { maxLength: 5 }), puts => {
        const answered = askedAndAnswered(table => withCells(table, puts))
        const outcome = (load: () => Snapshot) => {
          try {
            return load()
          } catch (error) {
            // Of two faults that end the run either may be the first to be seen.
            if (error instanceof LuxiDataError) return 'refused'
            throw error
          }
        }
        expect(outcome(() => loadFromBytes(answered).snapshot)).toEqual(
          outcome(() => loadFromValues(answered)),
        )
      }),
      { numRuns: 40 },
    )
  })

  test('the simulator, whose driver has no bytes, loads the same', () => {
    const world = new World({
      cluster: { name: 'cluster.example.com' },
      groups: [{ name: 'default' }],
      nodes: [{ name: 'node1' }],
      instances: [{ name: 'web1', diskTemplate: 'plain', primary: 'node1' }],
    })
    const run = startRun(
      world.kernel,
      world.cluster,
      (function* () {
        yield { kind: 'connect' }
        return yield* loadSnapshot('tolerant')
      })(),
    )
    const outcome = finishRun(world.kernel, run)
    expect(outcome).toMatchObject({ kind: 'returned', value: { instances: [{ name: 'web1' }] } })
  })
})

/** The table of 300 rows with other cells in some places; any other table as it is. */
function withCells(table: JsonValue, puts: readonly (readonly [number, number, JsonValue])[]): JsonValue {
  const data = isJsonObject(table) ? table['data'] : undefined
  if (!isJsonObject(table) || !isJsonArray(data) || data.length !== 300) return table
  const rows = data.map(row => (isJsonArray(row) ? [...row] : []))
  for (const [row, column, cell] of puts) {
    const cells = rows[row]
    if (cells) cells[column] = cell
  }
  return { ...table, data: rows }
}
