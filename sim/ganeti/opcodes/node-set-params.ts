import { prereqError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { NodeState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { expandNode } from './expand.ts'
import { flagOf, optionalFlagOf, textOf } from './input.ts'
import { logInfo, logWarning } from './job-log.ts'
import { allLocks, nodeLocks, nodeResourceLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { anyObject, defaulted, flag, nonEmptyText, optional, required } from './opcode-field.ts'
import { raiseExec, rpcProblem, runHooks, runHooksBefore } from './rpc.ts'

/** A node's role is one of these (Ganeti lib/cmdlib/node.py:495-504); the flags follow from it. */
type Role = 'candidate' | 'drained' | 'offline' | 'regular'

/** At least one of these has to be given; `powered` does not count. */
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
      expandNode(run, 'node_name')
      checkArguments(run)
      if (isLockingAll(run)) return [allLocks('node'), allLocks('node-res')]
      const node = [expandNode(run, 'node_name')]
      return [...nodeLocks(node), ...nodeResourceLocks(node)]
    },
  ],
  *run(run) {
    const { state, input } = run
    const node = expandNode(run, 'node_name')
    checkPrerequisites(run, node)
    const before = roleOf(node)
    const after = newRole(run, node)
    if (before === 'offline' && after !== 'offline') checkBackOnline(run, node)
    const hookNodes = [state.master, node]
    yield* runHooksBefore(run, hookNodes)
    state.touch(node)
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
    if (after !== before) {
      result.push(...setRole(node, after))
      state.touch(node)
      afterRoleChange(run, node, before, after)
    }
    runHooks(run, hookNodes)
    return result
  },
}

function checkArguments({ input }: OpcodeRun): void {
  const given = CHANGES.filter(name => input[name] !== undefined && input[name] !== null)
  if (given.length === 0) throw prereqError('Please pass at least one modification', 'wrong_input')
  const set = CHANGES.filter(name => input[name] === true)
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

/** Called while the flag still says offline, so the node is asked all the same. */
function checkBackOnline(run: OpcodeRun, node: NodeState): void {
  const problem = rpcProblem({ ...node, offline: false })
  if (problem !== undefined) {
    throw prereqError(
      `Node ${node.name} is being de-offlined but fails to report its version: ${problem}`,
      'wrong_state',
    )
  }
  logWarning(
    run,
    'Transitioning node from offline to online state without using re-add. Please make sure the node is healthy!',
  )
}

/** A node that is no candidate any more is told so, unless it is offline; others may take its place. */
function afterRoleChange(run: OpcodeRun, node: NodeState, before: Role, after: Role): void {
  if (before === 'candidate' && after !== 'offline') {
    const problem = rpcProblem(node)
    // This call goes to the node's name, and not to the address that the configuration has.
    const byName = problem?.replace(node.primaryIp, node.name)
    if (byName !== undefined) logWarning(run, `Node failed to demote itself: ${byName}`)
  }
  if (isLockingAll(run)) adjustCandidatePool(run, node)
  if (after === 'candidate') trustCandidate(node)
}

/** A candidate's certificate is asked of the node itself, when the configuration already calls it a candidate. */
function trustCandidate(node: NodeState): void {
  raiseExec(rpcProblem(node), `Could not retrieve the node's (uuid ${node.uuid}) SSL digest.`)
}

/** Promotes nodes until the pool is full (lib/cmdlib/common.py, AdjustCandidatePool). */
function adjustCandidatePool(run: OpcodeRun, except: NodeState): void {
  const { state } = run
  const { remaining, wanted } = candidatesWithout(state, except)
  const possible = [...state.nodes.values()].filter(
    other =>
      other !== except && !other.masterCandidate && !other.offline && !other.drained && other.masterCapable,
  )
  const random = run.kernel.random('candidates')
  const drawn = possible.map(node => ({ node, key: random.next() })).sort((a, b) => a.key - b.key)
  const promoted = drawn.slice(0, Math.max(0, wanted - remaining)).map(({ node }) => node)
  for (const node of promoted) {
    node.masterCandidate = true
    state.touch(node)
  }
  if (promoted.length > 0) {
    logInfo(run, `Promoted nodes to master candidate role: ${promoted.map(({ name }) => name).join(', ')}`)
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
function newRole(run: OpcodeRun, node: NodeState): Role {
  const { state, input } = run
  let candidate = effective(run, 'master_candidate', node.masterCandidate)
  const drained = effective(run, 'drained', node.drained)
  const offline = effective(run, 'offline', node.offline)
  checkPowered(run, node)
  if (drained === false || offline === false) {
    const { remaining } = candidatesWithout(state, node)
    if (node.masterCapable && remaining < state.cluster.candidatePoolSize) {
      candidate = true
      run.fill({ master_candidate: true })
      logInfo(run, 'Auto-promoting node to master candidate')
    }
  }
  if (optionalFlagOf(input, 'master_capable') === false && node.masterCandidate) {
    if (node === state.master) throw prereqError('Master must remain master capable', 'wrong_state')
    logInfo(run, 'Demoting from master candidate')
    candidate = false
    run.fill({ master_candidate: false })
  }
  if (candidate === true) return 'candidate'
  if (drained === true) return 'drained'
  if (offline === true) return 'offline'
  return [candidate, drained, offline].includes(false) ? 'regular' : roleOf(node)
}

function effective(run: OpcodeRun, name: string, current: boolean): boolean | undefined {
  const asked = optionalFlagOf(run.input, name)
  if (asked !== false || current) return asked
  logInfo(run, `Ignoring request to unset flag ${name}, already unset`)
  run.fill({ [name]: null })
  return undefined
}

/** No node of the simulation has out-of-band management. */
function checkPowered(run: OpcodeRun, node: NodeState): void {
  if (optionalFlagOf(run.input, 'powered') === undefined) return
  throw prereqError(
    `Unable to change powered state for node ${node.name} as it does not support out-of-band handling`,
    'wrong_state',
  )
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
