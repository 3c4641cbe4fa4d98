import { exhaustive } from '../../src/cluster/exhaustive.ts'
import type { JsonValue } from '../../src/cluster/json.ts'
import { LuxiTimeoutError } from '../../src/luxi/luxi-error.ts'
import type { Answers, Effect, Run } from '../../src/run/effects.ts'
import type { HealingEvent } from '../../src/run/healing/healing-event.ts'
import type { RunEvent } from '../../src/run/run-event.ts'
import type { LuxiService } from '../ganeti/luxi-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { SocketTransport } from './socket-transport.ts'
import { type Outcome as Answered, serviceTransport, type Transport } from './transport.ts'

/**
 * Drives a harep run in virtual time. The run is the very generator of production; only its effects are answered from
 * the kernel's clock and the simulated luxid. A run that dies is a generator that is not resumed: `killAt` says before or
 * after which effect. Several runs, and whatever else acts on the cluster, take turns in the kernel's event queue.
 */
export type Outcome<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'killed' }

/** Where to kill a run: `before` the world sees effect number `effect` (from 0), or `after`, when the run does not see the answer. */
export interface KillPoint {
  readonly effect: number
  readonly when: 'before' | 'after'
}

export interface SimulatedRun<T> {
  /** What the run has reported until now. */
  readonly events: readonly (RunEvent | HealingEvent)[]
  /** The effects that the world has seen. */
  readonly effects: readonly Effect[]
  /** undefined while the run goes on. */
  readonly outcome: Outcome<T> | undefined
  /** Kills the process, whatever it is doing; nothing happens if it is over. */
  kill(): void
}

/** As long as the production transport waits for an answer that does not come. */
const SILENCE_US = 180 * 1_000_000

/**
 * Starts a run, in this process, as an event of its own; step the kernel until there is an outcome. `onEnd` is called when
 * there is one, `onReport` with each event that the run reports.
 */
export function startRun<T>(
  kernel: Kernel,
  service: LuxiService,
  run: Run<T>,
  killAt?: KillPoint,
  onEnd?: () => void,
  onReport?: (event: RunEvent | HealingEvent) => void,
): SimulatedRun<T> {
  return startRunOver(kernel, serviceTransport(kernel, service), run, killAt, onEnd, onReport)
}

/** Starts a run that reaches luxid by `transport`, as an event of its own. */
export function startRunOver<T>(
  kernel: Kernel,
  transport: Transport,
  run: Run<T>,
  killAt?: KillPoint,
  onEnd?: () => void,
  onReport?: (event: RunEvent | HealingEvent) => void,
): SimulatedRun<T> {
  const state: {
    events: (RunEvent | HealingEvent)[]
    effects: Effect[]
    outcome: Outcome<T> | undefined
    kill(): void
  } = {
    events: [],
    effects: [],
    outcome: undefined,
    kill: () => end({ kind: 'killed' }),
  }

  /** A process that ends, in whatever way, hangs up. */
  const end = (outcome: Outcome<T>) => {
    if (state.outcome) return
    state.outcome = outcome
    transport.close()
    onEnd?.()
  }

  const resume = (step: () => IteratorResult<Effect, T>) => {
    if (state.outcome) return
    try {
      const { done, value } = step()
      if (done) end({ kind: 'returned', value })
      else meet(value)
    } catch (error) {
      end({ kind: 'threw', error })
    }
  }

  const meet = (effect: Effect) => {
    const kill = killAt?.effect === state.effects.length ? killAt.when : undefined
    if (kill === 'before') end({ kind: 'killed' })
    if (state.outcome) return
    state.effects.push(effect)
    const see = (step: () => IteratorResult<Effect, T>) => {
      if (kill === 'after') end({ kind: 'killed' })
      else resume(step)
    }
    // Each answer is an event of its own: a run of a thousand effects then needs no thousand stack frames.
    const answer = (value: Answers[Effect['kind']]) => {
      kernel.after(0, () => see(() => run.next(value)))
    }
    const answered = (outcome: Answered<Answers['luxi' | 'connect']>) => {
      if (outcome.kind === 'failed') see(() => run.throw(outcome.error))
      else see(() => run.next(outcome.value))
    }
    switch (effect.kind) {
      case 'connect':
        return transport.connect(answered)
      case 'luxi':
        return call(effect, answered)
      case 'now':
        return answer(kernel.nowUs)
      case 'monotonic':
        return answer(kernel.monotonicUs)
      case 'uuid':
        return answer(kernel.random('harep').uuid())
      case 'sleep':
        kernel.after(effect.durationMs * 1000, () => answer(undefined))
        return
      case 'report':
        state.events.push(effect.event)
        onReport?.(effect.event)
        return answer(undefined)
      default:
        return exhaustive(effect)
    }
  }

  const call = (
    { method, args }: Effect & { readonly kind: 'luxi' },
    done: (outcome: Answered<JsonValue>) => void,
  ) => {
    let isOver = false
    const stopWaiting = kernel.after(SILENCE_US, () => {
      isOver = true
      transport.close()
      done({ kind: 'failed', error: new LuxiTimeoutError(`no answer to ${method}`) })
    })
    transport.call(method, args, outcome => {
      if (isOver) return
      stopWaiting()
      done(outcome)
    })
  }

  kernel.after(0, () => resume(() => run.next()))
  return state
}

/** Steps the kernel until the run has ended. Throws an Error when it has not after that many events. */
export function finishRun<T>(kernel: Kernel, run: SimulatedRun<T>, eventsMax = 1_000_000): Outcome<T> {
  for (let count = 0; count < eventsMax; count += 1) {
    if (run.outcome) return run.outcome
    if (!kernel.step()) throw new Error('the simulated run waits for something that never happens')
  }
  throw new Error(`the simulated run has not ended after ${eventsMax} events`)
}

/** As finishRun, for a run whose bytes travel over a socket. */
export async function finishRunOver<T>(
  kernel: Kernel,
  transport: SocketTransport,
  run: SimulatedRun<T>,
  eventsMax = 1_000_000,
): Promise<Outcome<T>> {
  for (let count = 0; count < eventsMax; count += 1) {
    await transport.settled()
    if (run.outcome) return run.outcome
    if (!kernel.step()) throw new Error('the simulated run waits for something that never happens')
  }
  throw new Error(`the simulated run has not ended after ${eventsMax} events`)
}
