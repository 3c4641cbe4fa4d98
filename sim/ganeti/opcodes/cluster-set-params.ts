import { prereqError } from '../ganeti-failure.ts'
import { optionalTextOf } from './input.ts'
import { groupLock, instanceLock, nodeLocks } from './lock-requests.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, natural, optional, text } from './opcode-field.ts'

/**
 * OP_CLUSTER_SET_PARAMS (Ganeti lib/cmdlib/cluster/__init__.py:905-1800), in outline: the parameters that the simulation
 * knows. Any other one is refused as an unknown parameter, instead of being accepted without effect.
 */
export const CLUSTER_SET_PARAMS: Opcode = {
  opId: 'OP_CLUSTER_SET_PARAMS',
  fields: [
    defaulted('force', flag, false),
    optional('candidate_pool_size', natural),
    optional('max_running_jobs', natural),
    optional('default_iallocator', text),
    optional('enabled_user_shutdown', flag),
  ],
  lockStages: [
    ({ state }) => [...state.instances.values()].map(each => ({ ...instanceLock(each), mode: 'shared' })),
    ({ state }) => [...state.groups.values()].map(each => groupLock(each, 'shared')),
    ({ state }) => nodeLocks(state.nodes.values()).map(lock => ({ ...lock, mode: 'shared' })),
  ],
  *run({ input, state }) {
    const iallocator = optionalTextOf(input, 'default_iallocator')
    if (iallocator !== undefined && iallocator !== '' && iallocator !== 'hail') {
      throw prereqError(`Invalid default iallocator script '${iallocator}' specified`, 'wrong_input')
    }
    yield 0
    const { cluster } = state
    if (iallocator !== undefined) cluster.defaultIallocator = iallocator
    const { candidate_pool_size: pool, max_running_jobs: jobs, enabled_user_shutdown: shutdown } = input
    if (typeof pool === 'number') cluster.candidatePoolSize = pool
    if (typeof jobs === 'number') cluster.maxRunningJobs = jobs
    if (typeof shutdown === 'boolean') cluster.enabledUserShutdown = shutdown
    state.touch(cluster)
    return null
  },
}
