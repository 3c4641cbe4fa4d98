import { prereqError } from '../ganeti-failure.ts'
import type { NodeState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { findNode } from './expand.ts'
import { flagOf, numberOf, textsOf } from './input.ts'
import { logInfo } from './job-log.ts'
import { nodeLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { decimal, defaulted, flag, natural, nonEmptyText, optional, required, texts } from './opcode-field.ts'
import { raiseExec, rpcProblem } from './rpc.ts'

/**
 * OP_TEST_DELAY (opcodes.md section 2; Ganeti lib/cmdlib/test.py:97-215). Its no_locks has no effect: it always takes the
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
      if (numberOf(run.input, 'duration') <= 0) throw prereqError('Duration must be greater than zero')
      run.fill({ on_node_uuids: [] })
      const nodes = delayedNodes(run)
      run.fill({
        on_nodes: textsOf(run.input, 'on_nodes').map(name => findNode(run.state, name).name),
        on_node_uuids: nodes.map(node => node.uuid),
      })
      return nodeLocks(nodes)
    },
  ],
  *run(run) {
    const delayUs = microseconds(numberOf(run.input, 'duration') * 1_000)
    const repeat = numberOf(run.input, 'repeat')
    for (let round = 0; round < Math.max(1, repeat); round += 1) {
      if (repeat > 0) logInfo(run, `Test delay iteration ${round}/${repeat - 1}`)
      yield delayUs
      // All nodes are asked at once, and only their answers tell which of them are there.
      for (const node of delayedNodes(run)) {
        raiseExec(rpcProblem(node), `Failure during rpc call to node ${node.name}`)
      }
    }
    return null
  },
}

function delayedNodes({ input, state }: OpcodeRun): NodeState[] {
  const nodes = textsOf(input, 'on_nodes').map(name => findNode(state, name))
  return flagOf(input, 'on_master') && !nodes.includes(state.master) ? [...nodes, state.master] : nodes
}

/** A number as Haskell shows a Double: with a point, and in scientific notation below 0.1 and from 10^7 on. */
function haskellDouble(value: number): string {
  if (value === 0) return '0.0'
  const magnitude = Math.abs(value)
  if (magnitude >= 0.1 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : `${value}`
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${Number(exponent)}`
}
