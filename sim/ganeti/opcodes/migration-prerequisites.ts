import type { JsonObject } from '../../../src/cluster/json.ts'
import { prereqError } from '../ganeti-failure.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { checkFreeMemory, checkNodeNotDrained } from './checks.ts'
import { optionalFlagOf, optionalTextOf } from './input.ts'
import { logInfo } from './job-log.ts'
import { migrationTarget } from './migration-target.ts'
import type { OpcodeRun } from './opcode.ts'
import { raisePrereq, rpcProblem } from './rpc.ts'

/** How an instance is to be moved. */
export interface MigrationPlan {
  readonly target: NodeState
  readonly isFailover: boolean
}

/** What FAILOVER and MIGRATE differ in. */
export interface MigrationOptions {
  readonly isFailover: boolean
  readonly isCleanup: boolean
  /** Whether a migration that is not possible may become a failover. */
  readonly mayFailOver: boolean
}

/** The prerequisites of both (lib/cmdlib/instance_migration.py:309-480), in their order. Throws GanetiFailure. */
export function* migrationPlan(
  run: OpcodeRun,
  instance: InstanceState,
  { isFailover: wantsFailover, isCleanup, mayFailOver }: MigrationOptions,
): Generator<number, MigrationPlan> {
  let isFailover = wantsFailover
  if (!isCleanup && instance.adminState !== 'up' && !isFailover && mayFailOver) {
    logInfo(run, 'Instance is marked down or offline, fallback allowed, switching to failover')
    isFailover = true
  }
  const target = yield* migrationTarget(run, instance, isFailover ? 'failovers' : 'migrations')
  if (!isCleanup && (!isFailover || instance.adminState === 'up')) {
    checkFreeMemory(run.state, target, `migrating instance ${instance.name}`, instance.minMemoryMiB)
  } else {
    logInfo(run, 'Not checking memory on the secondary node as instance will not be started')
  }
  if (!isCleanup && !isFailover && instance.alwaysFailover) {
    logInfo(run, 'Instance configured to always failover; fallback to failover')
    isFailover = true
  }
  if (!isCleanup) {
    checkNodeNotDrained(target)
    if (!isFailover) isFailover = fallsBack(run, instance, mayFailOver)
  }
  if (!isFailover) checkMode(run)
  return { target, isFailover }
}

/** Whether an instance that its primary node cannot migrate is failed over instead. */
function fallsBack(run: OpcodeRun, instance: InstanceState, mayFailOver: boolean): boolean {
  const primary = run.state.primaryOf(instance)
  const isRunning = primary.hardware.guests.has(instance.uuid)
  const problem = rpcProblem(primary) ?? (isRunning ? undefined : `Instance ${instance.name} is not running`)
  if (problem !== undefined && mayFailOver) {
    logInfo(run, "Can't migrate, instance offline, fallback to failover")
    return true
  }
  raisePrereq(problem, "Can't migrate, please use failover", 'wrong_state')
  return false
}

function checkMode(run: OpcodeRun): void {
  const live = optionalFlagOf(run.input, 'live')
  const mode = optionalTextOf(run.input, 'mode')
  if (live !== undefined && mode !== undefined) {
    throw prereqError("Only one of the 'live' and 'mode' parameters are accepted", 'wrong_input')
  }
  run.fill(filledMode(live, mode))
}

/** The mode in place of the older parameter, and the hypervisors' default in place of nothing. */
function filledMode(live: boolean | undefined, mode: string | undefined): JsonObject {
  if (live !== undefined) return { live: null, mode: live ? 'live' : 'non-live' }
  return { mode: mode ?? 'live' }
}
