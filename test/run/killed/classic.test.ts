import { expect, test } from 'vitest'
import { clusterOf, drbd, KEPT } from './scenario.ts'
import { Stage } from './stage.ts'

function worldWithDeadPrimary(): Stage {
  const stage = new Stage(clusterOf(5, [drbd('web1', ['node2', 'node3'], 'failover')]))
  stage.kill('node2')
  return stage
}

test('classic, killed anywhere, repeats a repair as the original does, and still loses nothing', () => {
  const effects = worldWithDeadPrimary().harep({ classic: true }).effects.length
  for (let effect = 0; effect < effects; effect += 1) {
    for (const when of ['before', 'after'] as const) {
      const stage = worldWithDeadPrimary()
      stage.harep({ classic: true }, { effect, when })
      stage.pass(300)
      stage.cron(4, { classic: true })
      const where = `killed ${when} effect ${effect}`
      expect(stage.instance('web1'), where).toMatchObject({ ...KEPT, primary: 'node3' })
    }
  }
})
