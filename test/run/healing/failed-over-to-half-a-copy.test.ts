import { expect, test } from 'vitest'
import { DEFAULT_TIMING } from '../../../sim/ganeti/timing.ts'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

test('what lost its primary while its new secondary was being filled stays where its data is', () => {
  const web1 = drbd('web1', ['node2', 'node3'], 'reinstall', { disksMiB: [20_000] })
  const stage = new Stage({ ...clusterOf(6, [web1]), timing: DEFAULT_TIMING })
  stage.kill('node3')
  stage.harep()
  stage.pass(60)
  expect(stage.instance('web1').secondaries).not.toEqual(['node3'])
  expect(stage.unfinishedRepairs()).toHaveLength(1)
  stage.kill('node2')
  const runs = stage.cron(15)
  expect(stage.instance('web1')).toMatchObject({ primary: 'node2', dataLost: false })
  expect(runs.map(run => decisionsOf(run).get('web1')).at(-1)).toMatchObject({
    state: 'repair-failed',
    reason: { code: 'repair-failed', type: 'fix-storage', why: 'half-copy' },
  })
  expect([...stage.repairs.values()].map(({ opcodes }) => opcodes)).toEqual([['REPLACE_DISKS']])
})
