import { expect, test } from 'vitest'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

/*
 * Ten of twelve failovers off a dead node go to node3, which somebody has locked for hours: they took all of harep's slots to wait for it, and the
 * two that go to node4 stayed down as long.
 */
test('failovers that wait for a lock leave slots to those that need not', () => {
  const names = Array.from({ length: 12 }, (_, index) => `web${String(index).padStart(2, '0')}`)
  const instances = names.map((name, index) =>
    drbd(name, ['node2', index < 10 ? 'node3' : 'node4'], 'failover'),
  )
  const stage = new Stage(clusterOf(5, instances))
  stage.submit({ OP_ID: 'OP_TEST_DELAY', on_master: false, on_nodes: ['node3'], duration: 7_200 })
  stage.kill('node2')
  stage.cron(2)
  const running = () => names.filter(name => stage.instance(name).status === 'running')
  expect(running()).toEqual(['web10', 'web11'])
  stage.pass(7_200)
  expect(running()).toEqual(names)
  expect(stage.violations).toEqual([])
})
