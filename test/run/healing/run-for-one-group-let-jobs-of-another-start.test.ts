import { expect, test } from 'vitest'
import { defaultHealingOptions } from '../../../src/run/healing/healing-options.ts'
import { single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { firstCall } from './forgotten.ts'

/*
 * A run for one group died right before it took its hold away, and the node came back with the data. The run for another group looked only at its
 * own instances for what was no longer due, and took the hold away.
 */

const only = (group: string) => ({ selection: { ...defaultHealingOptions('0').selection, groups: [group] } })

function dead(): Stage {
  const stage = new Stage({
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    groups: [{ name: 'rack1' }, { name: 'rack2' }],
    nodes: [1, 2, 3, 4, 5, 6].map(number => ({
      name: `node${number}`,
      group: number <= 3 ? 'rack1' : 'rack2',
    })),
    instances: [single('db1', 'plain', 'node2', 'reinstall'), single('web1', 'plain', 'node5', 'reinstall')],
  })
  stage.kill('node2')
  return stage
}

const DELETING = firstCall(dead().harep(only('rack1')), 'DeleteFilter')

test.each([
  ['for another group', only('rack2')],
  ['for all', {}],
])('the next run, %s, cancels what it would let start and is no longer due', (_, options) => {
  const stage = dead()
  stage.harep(only('rack1'), { effect: DELETING, when: 'before' })
  stage.pass(60)
  stage.revive('node2')
  stage.pass(60)
  expect(stage.filters()).toHaveLength(1)
  const run = stage.harep(options)
  expect(run.events).toContainEqual(expect.objectContaining({ kind: 'cancelled', instance: 'db1' }))
  stage.cron(3)
  expect(stage.instance('db1')).toMatchObject({ primary: 'node2', dataLost: false })
  expect(stage.filters()).toEqual([])
})
