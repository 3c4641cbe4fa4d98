import { expect, test } from 'vitest'
import { returnsOf } from '../../../../sim/invariants/watch/returns.ts'
import { makesWay } from '../../../../sim/oracle/healing/makes-way.ts'
import { ByHand, web } from '../by-hand.ts'

test('the last job that brought a node back, and whether by the clock another one seems to be the last', () => {
  const stage = new ByHand(makesWay, [web()])
  const returns = returnsOf(stage)
  const bringsBack = () => {
    stage.cluster.setNodeOffline('node3', true)
    stage.submit({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node3', offline: false, reason: [] })
    stage.pass(60)
    const { job, byClockUs = 0, latestUs = 0 } = returns.node('node3') ?? {}
    return [job, latestUs - byClockUs > 0]
  }
  expect(bringsBack()).toEqual([1, false])
  expect(bringsBack()).toEqual([2, false])
  stage.clock.jump(-600_000_000)
  expect(bringsBack()).toEqual([3, true])
  stage.clock.jump(600_000_000)
  expect(bringsBack()).toEqual([4, false])
})
