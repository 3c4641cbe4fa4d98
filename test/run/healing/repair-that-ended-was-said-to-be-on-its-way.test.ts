import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import { explainText } from '../../../src/report/explain-text.ts'
import { explain } from '../../../src/report/explanation.ts'
import { defaultHealingOptions } from '../../../src/run/healing/healing-options.ts'
import { survey } from '../../../src/run/healing/survey.ts'
import { returnedBy, World } from '../world.ts'

/** What `harep explain web1` prints. */
function explained(world: World): string {
  const run = startRun(world.kernel, world.cluster, survey(defaultHealingOptions('0.0.0')))
  finishRun(world.kernel, run)
  const explanation = explain(returnedBy(run.outcome), 'web1')
  return explanation ? explainText(explanation) : ''
}

test('between two runs status and explain know that a job has ended, and what the next run begins', () => {
  const world = new World({
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    groups: [{ name: 'default', tags: ['ganeti:watcher:autorepair:failover'] }],
    nodes: ['node1', 'node2', 'node3'].map(name => ({ name })),
    instances: [{ name: 'web1', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', memoryMiB: 128 }],
  })
  world.kill('node2')
  world.harep()
  expect(explained(world)).toMatch(/^web1: Pending repair \[repair-running\]\n/)
  world.kernel.runUntil(world.kernel.nowUs + 60_000_000)
  const text = explained(world)
  expect(text).toMatch(/^web1: Needs repair \[secondary-offline\]\n/)
  expect(text).toMatch(/failover begun: .*\n {6}job \d+: success/)
  expect(text).toContain('The next run begins fix-storage, one job of:\n')
})
