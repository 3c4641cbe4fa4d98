import type { JsonValue } from '../../../src/cluster/json.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { execError, GanetiFailure } from '../ganeti-failure.ts'
import type { OpcodeRun } from '../opcodes/opcode.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { microseconds, type Timing } from '../timing.ts'
import { type Dependencies, dependencyVerdict } from './dependencies.ts'
import { finishOpcodes, type Job, type JobOpcode, jobPriority } from './job.ts'
import type { LockManager } from './lock-manager.ts'

/** What a job's process works with. */
export interface ProcessWorld {
  readonly kernel: Kernel
  readonly state: ClusterState
  readonly timing: Timing
  readonly locks: LockManager
  readonly dependencies: Dependencies
  /** Something about the job changed. */
  readonly changed: (job: Job) => void
  /** The job is over, and its slot is free. */
  readonly ended: (job: Job) => void
}

/**
 * The process that carries out one job, opcode by opcode (jobs.md section 2; Ganeti lib/jqueue/__init__.py:956-1136):
 * wait for the slot's process to start, for the locks of the opcode level by level, do its work, give all locks back, next
 * opcode. Each step is an event of the kernel, so that between any two of them the process can be cancelled or killed.
 */
export class JobProcess {
  readonly #world: ProcessWorld
  readonly #job: Job
  #cancelTimer: (() => void) | undefined
  #isOver = false

  constructor(world: ProcessWorld, job: Job) {
    this.#world = world
    this.#job = job
    this.#later(microseconds(world.timing.jobStartMs), () => this.#startOpcode(0))
  }

  /** Whether it still waits for locks (or to start), and so can be cancelled. */
  get canBeCancelled(): boolean {
    return this.#job.opcodes.every(opcode => opcode.status !== 'running')
  }

  /** Ends the job as cancelled. */
  cancel(): void {
    finishOpcodes(this.#job, 'canceled', 'Job canceled by request', this.#world.kernel.nowUs)
    this.#end()
  }

  /** Ends the process on the spot; what its opcode had done stays, and all opcodes are marked as failed. */
  kill(): void {
    const nowUs = this.#world.kernel.nowUs
    for (const opcode of this.#job.opcodes) {
      opcode.status = 'error'
      opcode.result = `detected death of job ${this.#job.id}`
      opcode.endUs ??= nowUs
    }
    this.#end()
  }

  #startOpcode(index: number): void {
    const opcode = this.#job.opcodes[index]
    if (opcode === undefined) {
      this.#end()
      return
    }
    const { kernel, dependencies } = this.#world
    opcode.status = 'waiting'
    opcode.startUs = kernel.nowUs
    this.#job.startUs ??= kernel.nowUs
    this.#world.changed(this.#job)
    const verdict = dependencyVerdict(opcode, dependencies)
    if (verdict === 'cancel') this.cancel()
    else if (verdict !== 'go') this.#fail(index, verdict)
    else this.#lockStage(index, opcode, 0)
  }

  #lockStage(index: number, opcode: JobOpcode, stage: number): void {
    const { locks, timing } = this.#world
    const declare = opcode.opcode.lockStages[stage]
    if (declare === undefined) {
      this.#later(microseconds(timing.lockMs), () => this.#execute(index, opcode))
      return
    }
    const declared = this.#attempt(() => declare(this.#runOf(opcode)))
    if (declared instanceof GanetiFailure) {
      this.#fail(index, declared)
      return
    }
    locks.request(this.#job.id, jobPriority(this.#job), declared, () => {
      if (!this.#isOver) this.#lockStage(index, opcode, stage + 1)
    })
  }

  #execute(index: number, opcode: JobOpcode): void {
    opcode.status = 'running'
    opcode.execUs = this.#world.kernel.nowUs
    this.#world.changed(this.#job)
    const run = this.#runOf(opcode)
    this.#resume(index, opcode, opcode.opcode.run(run))
  }

  #resume(index: number, opcode: JobOpcode, work: Generator<number, JsonValue>): void {
    const step = this.#attempt(() => work.next())
    if (step instanceof GanetiFailure) this.#fail(index, step)
    else if (step.done === true) this.#succeed(index, opcode, step.value)
    // A dry run ends where the work would begin (lib/mcpu.py:477-496).
    else if (opcode.input['dry_run'] === true) this.#succeed(index, opcode, null)
    else this.#later(step.value, () => this.#resume(index, opcode, work))
  }

  #succeed(index: number, opcode: JobOpcode, result: JsonValue): void {
    opcode.status = 'success'
    opcode.result = result
    opcode.endUs = this.#world.kernel.nowUs
    this.#world.locks.release(this.#job.id)
    if (index + 1 === this.#job.opcodes.length) {
      this.#end()
      return
    }
    this.#world.changed(this.#job)
    // An event of its own: whoever waited for this opcode's locks gets them before the next opcode asks.
    this.#later(0, () => this.#startOpcode(index + 1))
  }

  #fail(index: number, failure: GanetiFailure): void {
    const nowUs = this.#world.kernel.nowUs
    const opcode = this.#job.opcodes[index]
    if (opcode !== undefined) {
      opcode.status = 'error'
      opcode.result = failure.toJson()
      opcode.endUs = nowUs
    }
    finishOpcodes(this.#job, 'error', execError('Preceding opcode failed').toJson(), nowUs)
    this.#end()
  }

  #end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#cancelTimer?.()
    this.#world.locks.release(this.#job.id)
    this.#job.endUs = this.#world.kernel.nowUs
    this.#world.changed(this.#job)
    this.#world.ended(this.#job)
  }

  #later(delayUs: number, callback: () => void): void {
    this.#cancelTimer = this.#world.kernel.after(delayUs, callback)
  }

  /** Runs a piece of an opcode. Ganeti's own failures come back as values; anything else is a bug and flies on. */
  #attempt<T>(piece: () => T): T | GanetiFailure {
    try {
      return piece()
    } catch (error) {
      if (error instanceof GanetiFailure) return error
      throw error
    }
  }

  #runOf(opcode: JobOpcode): OpcodeRun {
    const { kernel, state, timing, locks } = this.#world
    return {
      input: opcode.input,
      state,
      kernel,
      timing,
      release: isReleased => locks.release(this.#job.id, isReleased),
      log: text => {
        this.#job.logSerial += 1
        opcode.log.push({ serial: this.#job.logSerial, timeUs: kernel.nowUs, text })
        this.#world.changed(this.#job)
      },
    }
  }
}
