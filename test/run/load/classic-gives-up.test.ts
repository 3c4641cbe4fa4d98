import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import type { JsonValue } from '../../../src/cluster/json.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { runOptions, World } from '../world.ts'

/** A run on a cluster with a dead primary, in whose answers `put` stands instead of the string `word`. */
function runWith(word: string, put: string, classic: boolean) {
  const world = new World({
    cluster: { name: 'cluster.example.com', tags: ['ganeti:watcher:autorepair:failover'] },
    groups: [{ name: 'default' }],
    nodes: ['node1', 'node2', 'node3'].map(name => ({ name })),
    instances: [{ name: 'web1', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3' }],
  })
  world.kill('node2')
  const change = (value: JsonValue): JsonValue =>
    // With one string put for another it is still JSON.
    JSON.parse(JSON.stringify(value).replaceAll(`"${word}"`, `"${put}"`)) as JsonValue
  const methods: string[] = []
  const service: LuxiService = {
    unparsable: text => world.cluster.unparsable(text),
    handle(request, reply) {
      methods.push(JSON.stringify(request))
      world.cluster.handle(request, answer => reply({ ...answer, result: change(answer.result) }))
    },
  }
  const options = runOptions({ classic, jobDelaySeconds: 0 })
  const outcome = finishRun(world.kernel, startRun(world.kernel, service, runHarep(options)))
  const message = outcome.kind === 'threw' && outcome.error instanceof Error ? outcome.error.message : ''
  return { message, submissions: methods.filter(text => text.includes('"SubmitManyJobs"')).length }
}

test.each([
  ['default_hypervisor', 'kvm', 'qemu9', "key 'default_hypervisor': expected one of kvm,"],
  ['alloc_policy', 'preferred', 'whatever', "reading attribute 'alloc_policy': expected one of preferred,"],
  ['ipolicy', 'sharedfile', 'zzz', 'disk-templates: expected a disk template, found "zzz"'],
])(
  'with an unknown word in %s --classic repairs nothing, and the default goes on',
  (_field, word, put, expected) => {
    const { message, submissions } = runWith(word, put, true)
    expect(message).toContain(expected)
    expect(submissions).toBe(0)
    expect(runWith(word, word, true).submissions).toBeGreaterThan(0)
    expect(runWith(word, put, false).submissions).toBeGreaterThan(0)
  },
)
