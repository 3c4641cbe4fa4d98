import { expect, test } from 'vitest'
import { losingService, lossesOf } from '../killed/lost-answer.ts'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

/*
 * A connection that breaks between the hold and the submission leaves a hold for jobs that were never asked for. The run
 * waited a minute for them to appear before it went on.
 */
function stageWithDeadNode(): Stage {
  const stage = new Stage(clusterOf(4, [drbd('web1', ['node2', 'node3'], 'failover')]))
  stage.kill('node2')
  return stage
}

test('a connection that breaks between hold and submission costs nothing but a new connection', () => {
  const calls = stageWithDeadNode()
    .harep()
    .effects.filter(({ kind }) => kind === 'luxi')
  const held = calls.findIndex(effect => effect.kind === 'luxi' && effect.method === 'ReplaceFilter')
  const afterIt = calls[held + 1]
  const losses = afterIt === undefined ? [] : lossesOf(afterIt)
  expect(losses.length).toBeGreaterThan(0)
  for (const loss of losses) {
    const stage = stageWithDeadNode()
    const { events, effects } = stage.harepOver(losingService(stage.cluster, held + 1, loss))
    expect(events.filter(({ kind }) => kind === 'begun')).toHaveLength(1)
    expect(events.filter(({ kind }) => kind === 'problem')).toEqual([])
    expect(effects.filter(({ kind }) => kind === 'sleep')).toEqual([])
    expect(stage.filters()).toEqual([])
  }
})
