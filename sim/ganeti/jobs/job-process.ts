import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { execError, GanetiFailure } from '../ganeti-failure.ts'
import type { OpcodeRun } from '../opcodes/opcode.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { microseconds, type Timing } from '../timing.ts'
import { type Dependencies, dependencyVerdict } from './dependencies.ts'
import { drawnTiming, drawnUs } from './duration-model.ts'
import { fill } from './fill-parameters.ts'
import { isFinal, type Job, type JobOpcode, jobStatus, markUnfinished } from './job.ts'
import { acquireLocks } from './lock-acquisition.ts'
import { LOCK_ATTEMPT_TIMEOUTS_S, PRIORITY_HIGHEST, variedTimeoutUs } from './lock-attempt-timeouts.ts'
import { BIG_GANETI_LOCK, type LockManager } from './lock-manager.ts'
import { plannedFailure } from './planned-failure.ts'
import { replicationUs } from './replication.ts'
import { takeOnPriority } from './take-on-priority.ts'

/** What a job's process works with. */
export interface ProcessWorld {
  readonly kernel: Kernel
  readonly state: ClusterState
  readonly timing: Timing
  readonly locks: LockManager
  readonly dependencies: Dependencies
  /** The process has written the job's file. */
  readonly changed: (job: Job) => void
  /** The file says that the job is over: its slot is free. */
  readonly ended: (job: Job) => void
  /** The process is gone. */
  readonly exited: (job: Job) => void
  /** Submits jobs, and returns their ids. */
  readonly submit: (jobs: readonly (readonly JsonObject[])[]) => number[]
}

/** How long a process sleeps that finds a dependency not over yet (lib/jqueue/exec.py). */
const DEPENDENCY_WAIT_US = 5_000_000

/**
 * The process that carries out one job, opcode by opcode (jobs.md section 2; Ganeti lib/jqueue/__init__.py:956-1136,
 * lib/jqueue/exec.py): wait for the locks of the opcode, do its work, give all locks back, next opcode. Each change of a
 * status is written to the job's file, where others see it at once, and replicated before the process goes on. Signals are
 * only noticed between two opcodes and between two attempts to get locks. Each step is an event of the kernel, so that
 * between any two of them the process can be killed.
 */
export class JobProcess {
  readonly #world: ProcessWorld
  readonly #job: Job
  #cancelTimer: (() => void) | undefined
  #cancelAttempt: (() => void) | undefined
  #hasToCancel = false
  #newPriority: number | undefined
  #isKilled = false
  #isStalled = false
  /** What a stalled process is about to do. */
  #held: (() => void) | undefined
  /** Parameters that the opcode has got while it waits for its locks. */
  #learned: JsonObject | undefined

  /** Starts a process that takes its job over after `startUs`, and goes on behind the opcodes that are over already. */
  constructor(world: ProcessWorld, job: Job, startUs: number) {
    this.#world = world
    this.#job = job
    const next = job.opcodes.findIndex(opcode => !isFinal(opcode.status))
    this.#later(startUs, () => this.#startOpcode(next))
  }

  /** Whether the job's file names the process already: before that nobody can send it a signal. */
  get hasTakenOver(): boolean {
    return this.#job.startUs !== undefined
  }

  get isDead(): boolean {
    return this.#isKilled
  }

  /** SIGTERM: cancel the job as soon as it can be. */
  terminate(): void {
    this.#hasToCancel = true
  }

  /** SIGUSR1: take on another priority. */
  changePriority(priority: number): void {
    this.#newPriority = priority
  }

  /** SIGKILL: what its opcode had done stays, its locks are held and its file says `running` until somebody notices. */
  kill(): void {
    this.#isKilled = true
    this.#cancelTimer?.()
    this.#cancelAttempt?.()
  }

  /** Hangs from now on: locks, slot and status stay as they are, and a signal is not noticed. */
  stall(): void {
    this.#isStalled = true
  }

  /** Ends that. */
  goOn(): void {
    const next = this.#held
    this.#isStalled = false
    this.#held = undefined
    if (next !== undefined && !this.#isKilled) this.#later(0, next)
  }

  #startOpcode(index: number): void {
    const opcode = this.#job.opcodes[index]
    if (opcode === undefined) throw new TypeError(`job ${this.#job.id} has no opcode ${index}`)
    const { kernel } = this.#world
    opcode.status = 'waiting'
    opcode.startUs = kernel.nowUs
    this.#job.startUs ??= kernel.nowUs
    this.#write(() => this.#checkDependencies(index, opcode))
  }

  #checkDependencies(index: number, opcode: JobOpcode): void {
    const verdict = dependencyVerdict(opcode, this.#world.dependencies)
    if (verdict === 'wait') {
      this.#later(DEPENDENCY_WAIT_US, () => this.#afterSignals(() => this.#checkDependencies(index, opcode)))
    } else if (verdict === 'cancel') {
      opcode.endUs = this.#world.kernel.nowUs
      this.#finish('canceled', CANCELED)
    } else if (verdict === 'go') this.#acquire(index, opcode, 0)
    else this.#fail(opcode, verdict)
  }

  /** The attempt of this number to get all locks, counted since the priority last changed. */
  #acquire(index: number, opcode: JobOpcode, attempt: number): void {
    const { kernel, locks, timing } = this.#world
    const random = kernel.random('lock attempts')
    const seconds = LOCK_ATTEMPT_TIMEOUTS_S[attempt]
    const run = this.#runOf(opcode)
    // luxid leaves the debug level out where it is absent; an opcode that is carried out has one.
    this.#learned ??= { debug_level: 0 }
    this.#cancelAttempt = acquireLocks({
      kernel,
      locks,
      owner: this.#job.id,
      priority: opcode.priority,
      stages: [() => [BIG_GANETI_LOCK], ...opcode.opcode.lockStages.map(declare => () => declare(run))],
      timeoutUs: seconds === undefined ? undefined : variedTimeoutUs(seconds, random.next()),
      pollUs: microseconds(timing.lockPollMs),
      granted: () => {
        const delayUs = drawnUs(timing.lockMs, timing, kernel.random('durations'))
        this.#later(delayUs, () => this.#execute(index, opcode, run))
      },
      timedOut: () => {
        locks.release(this.#job.id)
        this.#attemptAgain(index, opcode, attempt + 1)
      },
      failed: failure => this.#fail(opcode, failure),
    })
  }

  /** Half an hour of attempts makes the opcode more urgent, and the attempts short again (mcpu.py, jqueue). */
  #attemptAgain(index: number, opcode: JobOpcode, attempt: number): void {
    const isExhausted = attempt >= LOCK_ATTEMPT_TIMEOUTS_S.length
    const again = (next: number) => this.#afterSignals(() => this.#acquire(index, opcode, next))
    if (!isExhausted || opcode.priority <= PRIORITY_HIGHEST) {
      again(attempt)
      return
    }
    opcode.priority -= 1
    this.#write(() => again(0))
  }

  #execute(index: number, opcode: JobOpcode, run: OpcodeRun): void {
    opcode.status = 'running'
    opcode.execUs = this.#world.kernel.nowUs
    this.#showLearned(opcode)
    this.#write(() => {
      const failure = plannedFailure(this.#world.state, opcode)
      if (failure === undefined) this.#resume(index, opcode, run, opcode.opcode.run(run))
      else this.#fail(opcode, failure)
    })
  }

  #resume(index: number, opcode: JobOpcode, run: OpcodeRun, work: Generator<number, JsonValue>): void {
    let step: IteratorResult<number, JsonValue>
    try {
      step = work.next()
    } catch (error) {
      // Ganeti's own failures are results; anything else is a bug of the simulator and flies on.
      if (!(error instanceof GanetiFailure)) throw error
      this.#fail(opcode, error)
      return
    }
    if (step.done === true) this.#succeed(index, opcode, step.value)
    else if (opcode.input['dry_run'] === true) {
      // A dry run ends where the work would begin (lib/mcpu.py:477-496).
      run.log(' - INFO: dry-run mode requested, not actually executing the operation')
      this.#succeed(index, opcode, null)
    } else this.#later(step.value, () => this.#resume(index, opcode, run, work))
  }

  #succeed(index: number, opcode: JobOpcode, result: JsonValue): void {
    this.#world.locks.release(this.#job.id)
    opcode.status = 'success'
    opcode.result = result
    opcode.endUs = this.#world.kernel.nowUs
    if (index + 1 === this.#job.opcodes.length) this.#end()
    else this.#write(() => this.#afterSignals(() => this.#startOpcode(index + 1)))
  }

  #fail(opcode: JobOpcode, failure: GanetiFailure): void {
    this.#showLearned(opcode)
    opcode.status = 'error'
    opcode.result = failure.toJson()
    opcode.endUs = this.#world.kernel.nowUs
    this.#finish('error', execError('Preceding opcode failed').toJson())
  }

  /** The job's file shows what was worked out while the opcode waited only once it no longer waits. */
  #showLearned(opcode: JobOpcode): void {
    if (this.#learned === undefined) return
    fill(opcode, {
      ...this.#learned,
      ...(opcode.input['debug_level'] === undefined ? {} : { debug_level: opcode.input['debug_level'] }),
    })
    this.#learned = undefined
  }

  /** Does what a signal asks for that came meanwhile, then goes on, unless the job is over by that. */
  #afterSignals(next: () => void): void {
    if (this.#newPriority !== undefined) this.#takeOnPriority(this.#newPriority)
    if (!this.#hasToCancel) {
      next()
      return
    }
    if (jobStatus(this.#job) === 'queued') {
      this.#finish('canceled', CANCELED)
      return
    }
    markUnfinished(this.#job, 'canceling', null)
    this.#write(() => this.#finish('canceled', CANCELED))
  }

  #takeOnPriority(priority: number): void {
    this.#newPriority = undefined
    if (takeOnPriority(this.#job, priority)) this.#world.changed(this.#job)
  }

  #finish(status: 'canceled' | 'error', result: JsonValue): void {
    this.#world.locks.release(this.#job.id)
    markUnfinished(this.#job, status, result)
    this.#end()
  }

  #end(): void {
    const { kernel, changed, ended, exited } = this.#world
    this.#job.endUs = kernel.nowUs
    const exitUs = this.#replicationUs()
    changed(this.#job)
    ended(this.#job)
    this.#later(exitUs, () => exited(this.#job))
  }

  /** Writes the job's file, and goes on when it is replicated: in an event of its own, even if that takes no time. */
  #write(next: () => void): void {
    const delayUs = this.#replicationUs()
    this.#world.changed(this.#job)
    this.#later(delayUs, next)
  }

  #replicationUs(): number {
    return replicationUs(this.#world, this.#world.timing.statusChangeMs)
  }

  #later(delayUs: number, callback: () => void): void {
    this.#cancelTimer = this.#world.kernel.after(delayUs, () => {
      if (this.#isStalled) this.#held = callback
      else callback()
    })
  }

  #runOf(opcode: JobOpcode): OpcodeRun {
    const { kernel, state, timing, locks } = this.#world
    return {
      input: opcode.input,
      state,
      kernel,
      timing: drawnTiming(timing, kernel.random('durations')),
      release: isReleased => locks.release(this.#job.id, isReleased),
      fill: parameters => {
        if (opcode.status === 'waiting') this.#learned = { ...this.#learned, ...parameters }
        else fill(opcode, parameters)
      },
      submit: jobs => this.#world.submit(jobs).map(id => [true, id]),
      log: text => {
        this.#job.logSerial += 1
        opcode.log.push({ serial: this.#job.logSerial, timeUs: kernel.nowUs, text })
        this.#world.changed(this.#job)
      },
    }
  }
}

const CANCELED = 'Job canceled by request'
