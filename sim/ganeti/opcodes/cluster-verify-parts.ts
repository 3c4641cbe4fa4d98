import type { NodeState } from '../state/objects.ts'
import { VERIFY_FIELDS } from './cluster-verify.ts'
import { findGroup } from './expand.ts'
import { textOf } from './input.ts'
import { groupLock, nodeLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { nonEmptyText, required } from './opcode-field.ts'
import { rpcProblem } from './rpc.ts'

/** OP_CLUSTER_VERIFY_CONFIG (Ganeti lib/cmdlib/cluster/verify.py:253-362). A simulated configuration has no faults. */
export const CLUSTER_VERIFY_CONFIG: Opcode = {
  opId: 'OP_CLUSTER_VERIFY_CONFIG',
  fields: [
    VERIFY_FIELDS.simulateErrors,
    VERIFY_FIELDS.errorCodes,
    VERIFY_FIELDS.ignoreErrors,
    VERIFY_FIELDS.verbose,
  ],
  lockStages: [],
  *run(run) {
    yield 0
    run.log('* Verifying cluster config')
    run.log('* Verifying cluster certificate files')
    run.log('* Verifying hypervisor parameters')
    run.log('* Verifying all nodes belong to an existing group')
    return true
  },
}

/**
 * OP_CLUSTER_VERIFY_GROUP (Ganeti lib/cmdlib/cluster/verify.py:365-2304), in outline: of what it looks at only what can go
 * wrong in the simulation, nodes that do not answer and instances that do not run where they should.
 */
export const CLUSTER_VERIFY_GROUP: Opcode = {
  opId: 'OP_CLUSTER_VERIFY_GROUP',
  fields: [
    required('group_name', nonEmptyText),
    VERIFY_FIELDS.simulateErrors,
    VERIFY_FIELDS.errorCodes,
    VERIFY_FIELDS.skipChecks,
    VERIFY_FIELDS.ignoreErrors,
    VERIFY_FIELDS.verbose,
    VERIFY_FIELDS.clutter,
  ],
  summaryOf: input => textOf(input, 'group_name'),
  lockStages: [
    run => [groupLock(findGroup(run.state, textOf(run.input, 'group_name')), 'shared')],
    run => nodeLocks(nodesOfGroup(run)).map(lock => ({ ...lock, mode: 'shared' })),
  ],
  *run(run) {
    const nodes = nodesOfGroup(run)
    run.log(`* Verifying group '${findGroup(run.state, textOf(run.input, 'group_name')).name}'`)
    if (nodes.length === 0) {
      run.log('* Empty node group, skipping verification')
      return true
    }
    run.log(`* Gathering data (${nodes.length} nodes)`)
    run.log(`* Gathering information about nodes (${nodes.length} nodes)`)
    yield 0
    if (nodes.length < run.state.nodes.size) run.log('* Gathering information about the master node')
    run.log(`* Gathering disk information (${nodes.length} nodes)`)
    run.log('* Verifying configuration file consistency')
    const nodeErrors = verifyNodes(run, nodes)
    const instanceErrors = verifyInstances(run, nodes)
    run.log('* Verifying orphan volumes')
    run.log('* Verifying N+1 Memory redundancy')
    logNotes(run, nodes)
    run.log('* Hooks Results')
    return nodeErrors + instanceErrors === 0
  },
}

function nodesOfGroup(run: OpcodeRun): NodeState[] {
  return run.state.nodesOfGroup(findGroup(run.state, textOf(run.input, 'group_name')).uuid)
}

function verifyNodes(run: OpcodeRun, nodes: readonly NodeState[]): number {
  run.log('* Verifying node status')
  let errors = 0
  for (const node of nodes) {
    const problem = node.offline ? undefined : rpcProblem(node)
    if (problem === undefined) continue
    run.log(`  - ERROR: node ${node.name}: while contacting node: ${problem}`)
    errors += 1
  }
  return errors
}

function verifyInstances(run: OpcodeRun, nodes: readonly NodeState[]): number {
  run.log('* Verifying instance status')
  let errors = 0
  const report = (text: string): void => {
    run.log(`  - ERROR: instance ${text}`)
    errors += 1
  }
  for (const node of nodes) {
    for (const instance of run.state.primaryInstances(node.uuid)) {
      const isRunning = node.hardware.guests.has(instance.uuid)
      if (instance.adminState === 'up' && node.offline) {
        report(`${instance.name}: instance is marked as running and lives on offline node ${node.name}`)
      } else if (instance.adminState === 'up' && !isRunning) {
        report(`${instance.name}: instance not running on its primary node ${node.name}`)
      }
    }
  }
  return errors
}

function logNotes(run: OpcodeRun, nodes: readonly NodeState[]): void {
  run.log('* Other Notes')
  const instances = nodes.flatMap(node => [...run.state.primaryInstances(node.uuid)])
  const counts: readonly [number, string][] = [
    [
      instances.filter(({ diskTemplate }) => ['plain', 'file'].includes(diskTemplate)).length,
      'non-redundant instance(s)',
    ],
    [instances.filter(({ autoBalance }) => !autoBalance).length, 'non-auto-balanced instance(s)'],
    [instances.filter(({ adminState }) => adminState === 'offline').length, 'offline instance(s)'],
    [nodes.filter(({ offline }) => offline).length, 'offline node(s)'],
    [nodes.filter(({ drained }) => drained).length, 'drained node(s)'],
  ]
  for (const [count, what] of counts) {
    if (count > 0) run.log(`  - NOTICE: ${count} ${what} found.`)
  }
}
