import fc from 'fast-check'
import type { LuxiService } from '../../sim/ganeti/luxi-service.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../../src/cluster/json.ts'

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
export function damagedService(service: LuxiService, damages: readonly Damage[]): LuxiService {
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
/** One damage to one of the first answers. */
export const damage: fc.Arbitrary<Damage> = fc.record({
  call: fc.nat({ max: 20 }),
  path: fc.array(fc.nat({ max: 30 }), { maxLength: 6 }),
  value: json,
})
