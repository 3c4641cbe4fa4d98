import { expect, test } from 'vitest'
import { explainedErrors } from '../../../sim/invariants/explained-errors.ts'
import type { WireFault } from '../../../sim/play/wire-fault.ts'
import {
  GanetiError,
  LuxiClosedError,
  LuxiConnectError,
  LuxiMalformedError,
  LuxiTimeoutError,
} from '../../../src/luxi/luxi-error.ts'
import { ByHand } from './by-hand.ts'

/** What is said of a run that ends with an error, when this befell its wire. */
function said(error: unknown, hows: readonly WireFault['how'][] = [], meanwhile?: (stage: ByHand) => void) {
  const stage = new ByHand(explainedErrors, [])
  stage.wire = hows.map((how, call) => ({ call, how }))
  stage.idleRun({ kind: 'threw', error }, 10, [], () => meanwhile?.(stage))
  return stage.found
}

const answer = (trouble: (WireFault['how'] & { readonly kind: 'answer' })['trouble']) =>
  ({ kind: 'answer', trouble }) as const

test('an error of harep that nothing explains is found, and no other', () => {
  expect(said(new GanetiError('Queue drained', undefined, []))).toEqual([
    'run 1 has ended with GANETI_ERROR (Queue drained), and nothing explains that',
  ])
  expect(said(new TypeError('another invariant finds this'))).toEqual([])
  const classic = new ByHand(explainedErrors, [])
  classic.idleRun({ kind: 'threw', error: new LuxiClosedError('') }, 10, [], undefined, 'classic')
  expect(classic.found).toEqual([])
})

test('what befell the wire explains the errors that come of it, and those alone', () => {
  const explains: readonly (readonly [WireFault['how'], readonly unknown[]])[] = [
    [{ kind: 'cut-request', percent: 0 }, [new LuxiClosedError('')]],
    [answer({ kind: 'cut', percent: 0 }), [new LuxiClosedError('')]],
    [answer({ kind: 'doubled' }), [new LuxiMalformedError('')]],
    [answer({ kind: 'garbled', how: 'half' }), [new LuxiMalformedError('')]],
    [answer({ kind: 'split', bytes: 7 }), []],
    [{ kind: 'late', seconds: 181 }, [new LuxiTimeoutError('')]],
    [{ kind: 'late', seconds: 59 }, []],
  ]
  const errors = [new LuxiClosedError(''), new LuxiMalformedError(''), new LuxiTimeoutError('')]
  for (const [how, of] of explains)
    for (const error of errors) {
      const isExplained = of.some(one => one instanceof error.constructor)
      expect([how, error.code, said(error, [how]).length]).toEqual([how, error.code, isExplained ? 0 : 1])
    }
})

test('who is refused a connection at its beginning or later is told so, and who was refused before is not', () => {
  const refused = new LuxiConnectError('nobody listens')
  expect(said(refused)).toHaveLength(1)
  const later = (stage: ByHand) => {
    stage.refusedUntilUs = stage.kernel.nowUs + 1
    stage.happened('refuse-connections')
  }
  expect(said(refused, [], later)).toEqual([])
  const stage = new ByHand(explainedErrors, [])
  stage.refusedUntilUs = stage.kernel.nowUs + 1_000_000
  stage.idleRun({ kind: 'threw', error: refused })
  expect(stage.found).toEqual([])
  stage.idleRun({ kind: 'threw', error: refused })
  expect(stage.found).toHaveLength(1)
})

test('a luxid that starts on a new master refuses connections, too', () => {
  const stage = new ByHand(explainedErrors, [])
  stage.cluster.failOverMaster('node2')
  const refused = { kind: 'threw', error: new LuxiConnectError('') } as const
  stage.idleRun(refused)
  expect(stage.found).toEqual([])
  stage.idleRun(refused)
  expect(stage.found).toHaveLength(1)
})

test('a master that dies under a run explains that it has lost luxid, and no nonsense', () => {
  const dies = (stage: ByHand) => stage.cluster.powerOff('node1')
  expect(said(new LuxiConnectError(''), [], dies)).toEqual([])
  expect(said(new LuxiClosedError(''), [], dies)).toEqual([])
  expect(said(new LuxiMalformedError(''), [], dies)).toHaveLength(1)
})

test('a master that was another one meanwhile explains it, too, whoever is master when the run ends', () => {
  const movesAndReturns = (stage: ByHand) => {
    for (const node of ['node2', 'node1']) {
      stage.cluster.failOverMaster(node)
      stage.happened('master-failover')
    }
  }
  expect(said(new LuxiClosedError(''), [], movesAndReturns)).toEqual([])
  expect(said(new LuxiClosedError(''), [], stage => stage.happened('suspend'))).toHaveLength(1)
})
