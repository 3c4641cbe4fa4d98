import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finishRun, startRun } from '../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../sim/ganeti/cluster-definition.ts'
import { HarepError } from '../../src/cluster/harep-error.ts'
import { runHarep } from '../../src/run/run-harep.ts'
import { damage, damagedService } from '../arbitraries/damage.ts'
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
