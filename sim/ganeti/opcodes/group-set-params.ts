import { prereqError } from '../ganeti-failure.ts'
import { findGroup } from './expand.ts'
import { optionalTextOf, textOf } from './input.ts'
import { groupLock } from './lock-requests.ts'
import type { Opcode } from './opcode.ts'
import { anyObject, nonEmptyText, oneOf, optional, required } from './opcode-field.ts'

const CHANGES = ['alloc_policy', 'ndparams', 'diskparams', 'hv_state', 'disk_state', 'ipolicy']

/** OP_GROUP_SET_PARAMS (Ganeti lib/cmdlib/group.py:335-530): of what it can change, only the allocation policy has an effect. */
export const GROUP_SET_PARAMS: Opcode = {
  opId: 'OP_GROUP_SET_PARAMS',
  fields: [
    required('group_name', nonEmptyText),
    optional('alloc_policy', oneOf('AllocPolicy', ['preferred', 'last_resort', 'unallocable'])),
    optional('ndparams', anyObject),
    optional('diskparams', anyObject),
    optional('hv_state', anyObject),
    optional('disk_state', anyObject),
    optional('ipolicy', anyObject),
  ],
  summaryOf: input => textOf(input, 'group_name'),
  lockStages: [
    run => {
      if (CHANGES.every(name => (run.input[name] ?? null) === null)) {
        throw prereqError('Please pass at least one modification', 'wrong_input')
      }
      return [groupLock(findGroup(run.state, textOf(run.input, 'group_name')), 'exclusive')]
    },
  ],
  *run({ input, state }) {
    const group = findGroup(state, textOf(input, 'group_name'))
    yield 0
    const policy = optionalTextOf(input, 'alloc_policy')
    if (policy === 'preferred' || policy === 'last_resort' || policy === 'unallocable') {
      group.allocPolicy = policy
    }
    state.touch(group)
    // Its result names node and disk parameters only.
    return []
  },
}
