import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { builtInCluster } from '../../../sim/cluster-file/built-in-cluster.ts'
import { parseClusterFile } from '../../../sim/cluster-file/parse-cluster-file.ts'
import { planJson } from '../../../sim/plan/plan-json.ts'
import { planText } from '../../../sim/plan/plan-text.ts'
import { planOf } from './fixture.ts'

const FILES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'clusters')

function clusterFile(name: string) {
  return parseClusterFile(readFileSync(join(FILES, name), 'utf8'), name)
}

/** The texts lie in golden/, as a reader sees them; `npx vitest -u` writes them anew where the rules have changed. */
describe('plans as they are read', () => {
  test('two dead nodes of the built-in cluster', async () => {
    const plan = planOf(builtInCluster, { offline: ['node2', 'node5'] })
    await expect(planText(plan)).toMatchFileSnapshot('golden/built-in-two-dead.txt')
    await expect(planJson(plan)).toMatchFileSnapshot('golden/built-in-two-dead.json.txt')
  })

  test('fixtures/clusters/default.yaml is the same cluster', () => {
    const [one, other] = [builtInCluster, clusterFile('default.yaml')].map(cluster =>
      planText(planOf(cluster, { offline: ['node2', 'node5'] })),
    )
    expect(one).toBe(other)
  })

  test('a node that is drained', async () => {
    const plan = planOf(builtInCluster, { drained: ['node2'] })
    await expect(planText(plan)).toMatchFileSnapshot('golden/built-in-drained.txt')
  })

  test('a node that is dead and that nobody has marked', async () => {
    const plan = planOf(builtInCluster, { dead: ['node2'] })
    await expect(planText(plan)).toMatchFileSnapshot('golden/built-in-dead.txt')
  })

  test('fixtures/clusters/real.yaml with a dead node', async () => {
    const plan = planOf(clusterFile('real.yaml'), { offline: ['node2'] })
    await expect(planText(plan)).toMatchFileSnapshot('golden/real-one-dead.txt')
  })

  test('nothing wrong', async () => {
    await expect(planText(planOf(builtInCluster))).toMatchFileSnapshot('golden/built-in-healthy.txt')
  })
})

test('no line but those of the table is wider than a terminal', () => {
  const text = planText(planOf(builtInCluster, { offline: ['node2', 'node5'] }))
  const [prose = ''] = text.split('The instances that are concerned:')
  for (const line of prose.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})
