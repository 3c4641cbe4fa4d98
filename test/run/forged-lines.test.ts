import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../sim/ganeti/cluster-definition.ts'
import type { LuxiService } from '../../sim/ganeti/luxi-service.ts'
import type { JsonValue } from '../../src/cluster/json.ts'
import { TagRefusedError } from '../../src/cluster/tag-limits.ts'
import { DrbdWithoutSecondaryError } from '../../src/planner/rulesets/classic.ts'
import { TagConflictError } from '../../src/run/run-error.ts'
import { runHarep } from '../../src/run/run-harep.ts'
import { runOptions, World } from './world.ts'

const CLUSTER: ClusterDefinition = {
  cluster: { name: 'cluster.example.com' },
  groups: [{ name: 'default' }],
  nodes: ['node1', 'node2', 'node3'].map(name => ({ name })),
  instances: [{ name: 'web1', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3' }],
}
const FORGED = 'x\nError: all data lost, call 555\u202e'
const ESCAPED = 'x\\u000aError: all data lost, call 555\\u202e'

const UNDER_WAY = {
  type: 'failover',
  id: 'u',
  timeSeconds: 1n,
  result: undefined,
  jobs: [],
  tag: FORGED,
} as const

/** The message a classic run ends with when luxid answers the calls that name `call` with `FORGED` in place of `word`. */
function messageWith(call: string, word: string): string {
  const world = new World(CLUSTER)
  const forge = (value: JsonValue): JsonValue =>
    // With one string put for another it is still JSON.
    JSON.parse(JSON.stringify(value, (_key, inner) => (inner === word ? FORGED : inner))) as JsonValue
  const service: LuxiService = {
    unparsable: text => world.cluster.unparsable(text),
    handle(request, reply) {
      const isMeant = JSON.stringify(request).includes(`"${call}"`)
      world.cluster.handle(request, answer =>
        reply(isMeant ? { ...answer, result: forge(answer.result) } : answer),
      )
    },
  }
  const options = runOptions({ classic: true, jobDelaySeconds: 0 })
  const outcome = finishRun(world.kernel, startRun(world.kernel, service, runHarep(options)))
  if (outcome.kind !== 'threw' || !(outcome.error instanceof Error)) throw new Error(outcome.kind)
  return outcome.error.message
}

test.each([
  ['instance', 'node3', `Unknown node '${ESCAPED}' for instance web1`],
  ['QueryClusterInfo', 'node1', `Master node ${ESCAPED} unknown`],
  ['instance', 'running', `found "x\\nError: all data lost, call 555\\u202e"`],
])(
  'a second line in an answer about %s, in place of %s, stays inside its message',
  (call, word, expected) => {
    const message = messageWith(call, word)
    expect(message).toContain(expected)
    expect(message).not.toMatch(/\n|\u202e/)
  },
)

test.each([
  [
    'contradicting tags',
    new TagConflictError(FORGED, { kind: 'conflict', pending: UNDER_WAY, later: UNDER_WAY }),
  ],
  ['a tag that cannot be written', new TagRefusedError(FORGED, FORGED, 'it is odd')],
  ['a missing secondary', new DrbdWithoutSecondaryError(FORGED)],
])('a second line in a name or tag stays inside the message about %s', (_what, error) => {
  expect(error.message).toContain(ESCAPED)
  expect(error.message).not.toMatch(/\n|\u202e/)
})
