import { describe, expect, test } from 'vitest'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { CAPTURED_CLUSTER, CAPTURED_TWO_GROUPS } from './captured-clusters.ts'
import groups from './captures/groups-tags-drained.json' with { type: 'json' }
import healthy from './captures/healthy.json' with { type: 'json' }
import deadNode from './captures/node-dead-not-offline.json' with { type: 'json' }
import offlineNode from './captures/node2-offline.json' with { type: 'json' }
import { Client } from './client.ts'

// What a real luxid 3.0.2 was asked and answered, replayed in order against the same cluster, simulated. Only points in
// time may differ.

describe('a healthy cluster answers like the real luxid', () => {
  const client = new Client(CAPTURED_CLUSTER)

  for (const { name, request, response, closed } of healthy) {
    test(name, () => {
      const answer = client.send(json(request))
      if (name === 'query-job' || name === 'query-jobs-all') {
        expect(onlyFrom9(answer?.result)).toEqual(onlyFrom9(json(response.result)))
        return
      }
      expect(comparable(answer?.result)).toBe(comparable(json(response.result)))
      expect(answer?.success).toBe(response.success)
      expect(answer?.close).toBe(closed)
      const isSoonAfterSubmission = name === 'submit-many-jobs-two' || name === 'query-jobs-two-at-once'
      if (name === 'query-jobs-two-at-once') client.kernel.runUntil(client.kernel.nowUs + 250_000)
      else if (!isSoonAfterSubmission) client.settle()
    })
  }

  test('what is no JSON is refused in luxid’s words', () => {
    const problem = (text: string) => client.cluster.unparsable(text)
    expect(problem('')).toEqual({
      success: false,
      close: true,
      result:
        'Failed to parse request: parsing top-level JSON message: Invalid JSON: a JSON text a serialized object or array at the top level.',
    })
    expect(problem('{not json').result).toBe(
      'Failed to parse request: parsing top-level JSON message: Malformed JSON: expecting string: not json',
    )
  })
})

describe.each([
  ['node2 is dead and marked offline', offlineNode, CAPTURED_CLUSTER, markOffline],
  [
    'node2 is dead and not marked',
    deadNode,
    CAPTURED_CLUSTER,
    (client: Client) => client.cluster.powerOff('node2'),
  ],
  ['two groups, tags, a drained and an offline node', groups, CAPTURED_TWO_GROUPS, () => undefined],
])('%s', (_, captures, definition: ClusterDefinition, prepare: (client: Client) => void) => {
  const client = new Client(definition)
  prepare(client)
  test.each(captures)('$name', ({ request, response }) => {
    const answer = client.send(json(request))
    expect(comparable(answer?.result)).toBe(comparable(json(response.result)))
  })
})

function markOffline(client: Client): void {
  client.cluster.powerOff('node2')
  client.cluster.setNodeOffline('node2', true)
}

/** TypeScript gives an imported JSON file the union of all its shapes; for what is done here it is just JSON. */
function json(value: unknown): JsonValue {
  // What a JSON file holds is JSON.
  return value as JsonValue
}

/** JSON text, keys in the order they were sent, with everything that is a point in time made the same. */
function comparable(value: JsonValue | undefined): string {
  return JSON.stringify(withoutTimes(value ?? null), null, 1)
}

function withoutTimes(value: JsonValue): JsonValue {
  if (typeof value === 'number') return value > 1_700_000_000 ? 'a time' : value
  if (isJsonArray(value)) {
    const [first, second] = value
    if (
      value.length === 2 &&
      typeof first === 'number' &&
      first > 1_700_000_000 &&
      typeof second === 'number'
    ) {
      return 'a time'
    }
    return value.map(withoutTimes)
  }
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutTimes(entry)]))
}

function onlyFrom9(value: JsonValue | undefined): JsonValue {
  const rows = isJsonArray(value) ? value : []
  return rows.filter(row => isJsonArray(row) && typeof row[0] === 'number' && row[0] >= 9)
}
