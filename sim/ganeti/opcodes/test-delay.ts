import { execError, prereqError } from '../ganeti-failure.ts'
import { answers } from '../state/hardware.ts'
import { microseconds } from '../timing.ts'
import { findNode } from './expand.ts'
import { flagOf, numberOf, textsOf } from './input.ts'
import { nodeLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { decimal, defaulted, flag, natural, nonEmptyText, optional, required, texts } from './opcode-field.ts'

/**
 * OP_TEST_DELAY (opcodes.md section 2; Ganeti lib/cmdlib/test.py:121-142). Its no_locks has no effect: it always takes the
 * node locks of its nodes and, if it is to run there, of the master, so that delays run one after another.
 */
export const TEST_DELAY: Opcode = {
  opId: 'OP_TEST_DELAY',
  fields: [
    required('duration', decimal),
    defaulted('on_master', flag, true),
    defaulted('on_nodes', texts, []),
    optional('on_node_uuids', texts),
    defaulted('repeat', natural, 0),
    defaulted('interruptible', flag, false),
    optional('log', nonEmptyText),
    defaulted('no_locks', flag, true),
  ],
  summaryOf: input => haskellDouble(numberOf(input, 'duration')),
  lockStages: [
    run => {
      const isPositive = numberOf(run.input, 'duration') > 0
      if (!isPositive) throw prereqError('Duration must be greater than zero')
      return nodeLocks(delayedNodes(run))
    },
  ],
  *run(run) {
    const seconds = numberOf(run.input, 'duration')
    const times = Math.max(1, numberOf(run.input, 'repeat'))
    for (let round = 0; round < times; round += 1) {
      for (const node of delayedNodes(run)) {
        if (!answers(node)) throw execError(`Failure during rpc call: node ${node.name} does not answer`)
      }
      yield microseconds(seconds * 1_000)
    }
    return null
  },
}

function delayedNodes({ input, state }: OpcodeRun) {
  const nodes = textsOf(input, 'on_nodes').map(name => findNode(state, name))
  return flagOf(input, 'on_master') ? [...nodes, state.master] : nodes
}

/** A number as Haskell shows a Double: with a point, and in scientific notation below 0.1 and from 10^7 on. */
function haskellDouble(value: number): string {
  if (value === 0) return '0.0'
  const magnitude = Math.abs(value)
  if (magnitude >= 0.1 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : `${value}`
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${Number(exponent)}`
}
