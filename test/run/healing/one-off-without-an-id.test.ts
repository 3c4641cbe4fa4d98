import { expect, test } from 'vitest'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

test('a repair by a one-off permission whose id is empty is known for ours after a run that was killed', () => {
  const oneOff = 'ganeti:watcher:autorepair:pending:failover::5:'
  const web1 = drbd('web1', ['node2', 'node3'], 'fix-storage', { tags: [oneOff] })
  const stage = new Stage(clusterOf(4, [web1]))
  stage.kill('node2')
  stage.harepThatDies('while', 'SubmitManyJobs')
  stage.pass(300)
  const adopted = stage.harep().events.filter(({ kind }) => kind === 'adopted')
  expect(adopted).toMatchObject([{ instance: 'web1', type: 'failover', job: '1' }])
  stage.pass(300)
  stage.harep()
  const failovers = stage.cluster.snapshot().jobs.filter(({ summary }) => summary.join().includes('FAILOVER'))
  expect(failovers).toMatchObject([{ id: 1, status: 'success' }])
  expect(stage.instance('web1').tags.filter(tag => tag.includes(':pending:'))).toEqual([])
})
