import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'
import { clusterOfWeb1, pass, worldWithForgottenRepair } from './forgotten.ts'

const ALLOW = 'ganeti:watcher:autorepair:'
const PENDING = `${ALLOW}pending:fix-storage:X:1790000000:5`
const SUCCESS = `${ALLOW}result:fix-storage:X:1790000100:success:5`

const clusterWith = (...tags: string[]) => clusterOfWeb1(4, [`${ALLOW}failover`, ...tags])

test('a pending tag that its own result outweighs goes with that result, and no success becomes a failure', () => {
  const world = new World(clusterWith(PENDING, SUCCESS))
  world.kill('node2')
  world.cron(5)
  const last = world.harep()
  expect(decisionsOf(last).get('web1')).toMatchObject({ state: 'healthy' })
  const { tags, primary, secondaries } = world.instance('web1')
  expect(tags.filter(tag => tag.includes(':X:') || tag.includes(':failure:'))).toEqual([])
  expect([primary, ...secondaries]).not.toContain('node2')
})

test('taking on a forgotten repair removes all tags of the one before it', () => {
  const world = worldWithForgottenRepair(clusterWith(PENDING, SUCCESS), 'node2')
  pass(world, 2)
  world.harep()
  expect(world.instance('web1').tags).toEqual([
    `${ALLOW}failover`,
    expect.stringContaining(`${ALLOW}pending:failover:`),
  ])
})
