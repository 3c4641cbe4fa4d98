import { prereqError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { nodedAnswers } from '../state/hardware.ts'
import type { NodeState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { findNode } from './expand.ts'
import { flagOf, optionalFlagOf, textOf } from './input.ts'
import { allLocks, nodeLocks, nodeResourceLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { anyObject, defaulted, flag, nonEmptyText, optional, required } from './opcode-field.ts'

/** A node's role is one of these (Ganeti lib/cmdlib/node.py:495-504); the flags follow from it. */
type Role = 'candidate' | 'drained' | 'offline' | 'regular'

/** Everything that the opcode can change; at least one has to be given. */
const CHANGES = [
  'offline',
  'drained',
  'master_candidate',
  'master_capable',
  'vm_capable',
  'secondary_ip',
  'ndparams',
  'hv_state',
  'disk_state',
  'powered',
]

/** OP_NODE_SET_PARAMS (opcodes.md section 10; Ganeti lib/cmdlib/node.py:507-880). Instances are not touched. */
export const NODE_SET_PARAMS: Opcode = {
  opId: 'OP_NODE_SET_PARAMS',
  fields: [
    required('node_name', nonEmptyText),
    optional('node_uuid', nonEmptyText),
    defaulted('force', flag, false),
    optional('hv_state', anyObject),
    optional('disk_state', anyObject),
    optional('master_candidate', flag),
    optional('offline', flag),
    optional('drained', flag),
    defaulted('auto_promote', flag, false),
    optional('master_capable', flag),
    optional('vm_capable', flag),
    optional('secondary_ip', nonEmptyText),
    optional('ndparams', anyObject),
    optional('powered', flag),
  ],
  summaryOf: input => textOf(input, 'node_name'),
  lockStages: [
    run => {
      if (isLockingAll(run)) return [allLocks('node'), allLocks('node-res')]
      const node = [nodeOf(run)]
      return [...nodeLocks(node), ...nodeResourceLocks(node)]
    },
  ],
  *run(run) {
    const { state, input } = run
    const node = nodeOf(run)
    checkArguments(run)
    checkPrerequisites(run, node)
    const before = roleOf(node)
    const after = newRole(run, node)
    if (before === 'offline' && after !== 'offline' && !nodedAnswers(node)) {
      throw prereqError(
        `Node ${node.name} is being de-offlined but fails to report its version: no answer`,
        'wrong_state',
      )
    }
    yield microseconds(run.timing.nodeSetParamsMs)
    const result: [string, string][] = []
    const masterCapable = optionalFlagOf(input, 'master_capable')
    if (masterCapable !== undefined) {
      node.masterCapable = masterCapable
      result.push(['master_capable', pythonBoolean(masterCapable)])
    }
    const vmCapable = optionalFlagOf(input, 'vm_capable')
    if (vmCapable !== undefined) {
      node.vmCapable = vmCapable
      result.push(['vm_capable', pythonBoolean(vmCapable)])
    }
    if (after !== before) result.push(...setRole(node, after))
    state.touch(node)
    return result
  },
}

function nodeOf({ state, input }: OpcodeRun): NodeState {
  return findNode(state, textOf(input, 'node_name'))
}

function checkArguments({ input }: OpcodeRun): void {
  const given = CHANGES.filter(name => input[name] !== undefined && input[name] !== null)
  if (given.length === 0) throw prereqError('Please pass at least one modification', 'wrong_input')
  const set = ['offline', 'master_candidate', 'drained'].filter(name => input[name] === true)
  if (set.length > 1) {
    throw prereqError("Can't set the node into more than one state at the same time", 'wrong_input')
  }
}

function mightDemote({ input }: OpcodeRun): boolean {
  return (
    optionalFlagOf(input, 'master_candidate') === false ||
    optionalFlagOf(input, 'offline') === true ||
    optionalFlagOf(input, 'drained') === true ||
    optionalFlagOf(input, 'master_capable') === false
  )
}

function isLockingAll(run: OpcodeRun): boolean {
  return flagOf(run.input, 'auto_promote') && mightDemote(run)
}

function checkPrerequisites(run: OpcodeRun, node: NodeState): void {
  const { state, input } = run
  const touchesRole = ['master_candidate', 'drained', 'offline'].some(
    name => optionalFlagOf(input, name) !== undefined,
  )
  if (touchesRole && node === state.master) {
    throw prereqError('The master role can be changed only via master-failover', 'wrong_input')
  }
  if (optionalFlagOf(input, 'master_candidate') === true && !node.masterCapable) {
    throw prereqError(
      `Node ${node.name} is not master capable, cannot make it a master candidate`,
      'wrong_state',
    )
  }
  const hostsInstances =
    state.primaryInstances(node.uuid).size > 0 || state.secondaryInstances(node.uuid).size > 0
  if (optionalFlagOf(input, 'vm_capable') === false && hostsInstances) {
    throw prereqError(`Node ${node.name} hosts instances, cannot unset the vm_capable flag`, 'wrong_state')
  }
  if (!node.masterCandidate || !mightDemote(run) || isLockingAll(run)) return
  const { remaining, wanted } = candidatesWithout(state, node)
  if (remaining < wanted) {
    throw prereqError(
      'Not enough master candidates, please pass auto promote option to allow promotion (--auto-promote or RAPI auto_promote=True)',
      'wrong_state',
    )
  }
}

/** How many other master candidates there are, and how many there should be. */
function candidatesWithout(state: ClusterState, node: NodeState): { remaining: number; wanted: number } {
  const others = [...state.nodes.values()].filter(other => other !== node)
  const possible = others.filter(other => !other.offline && !other.drained && other.masterCapable)
  return {
    remaining: others.filter(other => other.masterCandidate).length,
    wanted: Math.min(possible.length, state.cluster.candidatePoolSize),
  }
}

function roleOf(node: NodeState): Role {
  if (node.masterCandidate) return 'candidate'
  if (node.drained) return 'drained'
  return node.offline ? 'offline' : 'regular'
}

/** A flag that is cleared although it was clear does not count; a node that comes back may become a candidate. */
function newRole({ state, input }: OpcodeRun, node: NodeState): Role {
  const offline = effective(optionalFlagOf(input, 'offline'), node.offline)
  const drained = effective(optionalFlagOf(input, 'drained'), node.drained)
  let candidate = effective(optionalFlagOf(input, 'master_candidate'), node.masterCandidate)
  if (drained === false || offline === false) {
    const { remaining } = candidatesWithout(state, node)
    if (node.masterCapable && remaining < state.cluster.candidatePoolSize) candidate = true
  }
  if (optionalFlagOf(input, 'master_capable') === false && node.masterCandidate) candidate = false
  if (candidate === true) return 'candidate'
  if (drained === true) return 'drained'
  if (offline === true) return 'offline'
  return [candidate, drained, offline].includes(false) ? 'regular' : roleOf(node)
}

function effective(asked: boolean | undefined, current: boolean): boolean | undefined {
  return asked === false && !current ? undefined : asked
}

/** Sets the flags of a role and reports those that changed, as Ganeti does: with Python's words. */
function setRole(node: NodeState, role: Role): [string, string][] {
  const before = [node.masterCandidate, node.drained, node.offline]
  node.masterCandidate = role === 'candidate'
  node.drained = role === 'drained'
  node.offline = role === 'offline'
  const after = [node.masterCandidate, node.drained, node.offline]
  return ['master_candidate', 'drained', 'offline'].flatMap((name, index): [string, string][] =>
    before[index] === after[index] ? [] : [[name, pythonBoolean(after[index] === true)]],
  )
}

function pythonBoolean(value: boolean): string {
  return value ? 'True' : 'False'
}
