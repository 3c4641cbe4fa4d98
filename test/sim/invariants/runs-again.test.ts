import { expect, test } from 'vitest'
import { runsAgain } from '../../../sim/invariants/runs-again.ts'
import { ByHand, FAILOVER, web } from './by-hand.ts'

/** web is failed over off a dead node; at the moment at which its job ends something befalls it. */
function failedOver(
  befalls: (stage: ByHand) => void,
  but: Parameters<typeof web>[0] = {},
): readonly string[] {
  const stage = new ByHand(runsAgain, [web(but)])
  stage.cluster.powerOff('node2')
  stage.cluster.setNodeOffline('node2', true)
  stage.observers.unshift({
    jobWritten: ({ status }) => {
      if (status === 'success') befalls(stage)
    },
  })
  stage.pass(1)
  stage.repair('failover', 'web', FAILOVER)
  stage.pass(120)
  return stage.found
}

test('a job that ended well and after which the instance does not run is found', () => {
  expect(failedOver(({ cluster }) => cluster.crashInstance('web'))).toEqual([
    'job 1 has ended well, with FAILOVER of web, which does not run on node3',
  ])
})

test('nothing is said of one that runs, of one that is not to run, nor where something else has happened to it', () => {
  expect(failedOver(() => {})).toEqual([])
  expect(failedOver(() => {}, { adminState: 'down' })).toEqual([])
  const crashed = {
    fault: 'crash-instance',
    layer: 'people',
    text: '',
    about: 'web',
    tookPlace: true,
  } as const
  expect(
    failedOver(stage => {
      stage.cluster.crashInstance('web')
      for (const observer of stage.observers) observer.happened?.(crashed)
    }),
  ).toEqual([])
  expect(failedOver(({ cluster }) => cluster.powerOff('node3'))).toEqual([])
})
