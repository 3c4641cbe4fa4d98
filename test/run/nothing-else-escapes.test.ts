import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finishRun, startRun } from '../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../sim/ganeti/cluster-definition.ts'
import type { LuxiService } from '../../sim/ganeti/luxi-service.ts'
import { HarepError } from '../../src/cluster/harep-error.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../../src/cluster/json.ts'
import { runHarep } from '../../src/run/run-harep.ts'
import { runOptions, World } from './world.ts'

const ALLOW = 'ganeti:watcher:autorepair:'
const CLUSTER: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', tags: [`${ALLOW}reinstall`] },
  groups: [{ name: 'default' }],
  nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
  instances: [
    { name: 'web1', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3' },
    {
      name: 'low1',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node4',
      tags: [`${ALLOW}fix-storage`],
    },
    { name: 'db1', diskTemplate: 'plain', primary: 'node2' },
    {
      name: 'old1',
      diskTemplate: 'drbd',
      primary: 'node3',
      secondary: 'node1',
      tags: [`${ALLOW}pending:failover:u:5:1`],
    },
  ],
}

/** Where in an answer something is put instead of what was there: at each step the child of that number, modulo. */
interface Damage {
  readonly call: number
  readonly path: readonly number[]
  readonly value: JsonValue
}

function damaged(value: JsonValue, path: readonly number[], put: JsonValue): JsonValue {
  const [step, ...rest] = path
  if (step === undefined) return put
  if (isJsonArray(value) && value.length > 0) {
    const index = step % value.length
    return value.map((item, at) => (at === index ? damaged(item, rest, put) : item))
  }
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    const keys = Object.keys(value)
    const key = keys[step % keys.length] ?? ''
    return { ...value, [key]: damaged(value[key] ?? null, rest, put) }
  }
  return put
}

/** Serves the cluster, but for the answers that are damaged. */
function damagedService(service: LuxiService, damages: readonly Damage[]): LuxiService {
  let call = 0
  return {
    unparsable: text => service.unparsable(text),
    handle(request, reply) {
      const number = call++
      service.handle(request, answer => {
        const damage = damages.find(one => one.call === number)
        reply(damage ? { ...answer, result: damaged(answer.result, damage.path, damage.value) } : answer)
      })
    },
  }
}

const json: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    2 ** 53,
    'x',
    '',
    'running',
    'success',
    'node2',
    [],
    {},
    [[]],
    [null],
  ),
  // Everything that fast-check calls a JSON value is one; its type says `unknown` deep inside.
  fc.jsonValue() as fc.Arbitrary<JsonValue>,
)
const damage: fc.Arbitrary<Damage> = fc.record({
  call: fc.nat({ max: 20 }),
  path: fc.array(fc.nat({ max: 30 }), { maxLength: 6 }),
  value: json,
})

describe.each([true, false])('with --classic: %s', classic => {
  test('whatever luxid answers ends in a right run or in a documented error', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), damages => {
        const world = new World(CLUSTER)
        world.kill('node2')
        const options = runOptions({ classic, jobDelaySeconds: 0 })
        const run = startRun(world.kernel, damagedService(world.cluster, damages), runHarep(options))
        const outcome = finishRun(world.kernel, run)
        if (outcome.kind === 'threw') {
          expect(outcome.error).toBeInstanceOf(HarepError)
          expect(outcome.error instanceof Error && outcome.error.message).not.toMatch(/undefined|\[object/)
        } else {
          expect([0, 1]).toContain(outcome.kind === 'returned' ? outcome.value : outcome.kind)
        }
      }),
      { numRuns: 400 },
    )
  })
})

test('docs/errors.md has a section for each error class, and for nothing else', () => {
  const root = join(import.meta.dirname, '..', '..')
  const codes = ['src', 'sim'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .flatMap(file => [
        ...readFileSync(join(root, folder, file), 'utf8').matchAll(/readonly code = '([A-Z_]+)'/g),
      ])
      .map(([, code]) => code),
  )
  const sections = [
    ...readFileSync(join(root, 'docs', 'errors.md'), 'utf8').matchAll(/^## ([A-Z_]+)$/gm),
  ].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(10)
  expect(sections.sort()).toEqual([...new Set(codes)].sort())
})
