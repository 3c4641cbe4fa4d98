import type { JsonValue } from '../../src/cluster/json.ts'
import { resultOf } from '../../src/luxi/envelope.ts'
import { LuxiClosedError, LuxiError } from '../../src/luxi/luxi-error.ts'
import type { LuxiService } from '../ganeti/luxi-service.ts'
import type { Kernel } from '../kernel/kernel.ts'

/** What became of something that was asked of a transport. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: LuxiError }

/**
 * How a simulated run reaches luxid: within the process, or over a real socket. `done` is called at most once, in an event
 * of its own that is planned the moment luxid answers: so both ways give the kernel the same events in the same order.
 */
export interface Transport {
  connect(done: (outcome: Outcome<undefined>) => void): void
  call(method: string, args: readonly JsonValue[], done: (outcome: Outcome<JsonValue>) => void): void
  /** Hangs up; an answer that still comes is for nobody. */
  close(): void
}

/** Passes values to a service of this process. */
export function serviceTransport(kernel: Kernel, service: LuxiService): Transport {
  let isOpen = false
  return {
    connect(done) {
      isOpen = true
      kernel.after(0, () => done({ kind: 'done', value: undefined }))
    },
    call(method, args, done) {
      if (!isOpen) {
        const error = new LuxiClosedError(`${method} was called on a closed connection`)
        kernel.after(0, () => done({ kind: 'failed', error }))
        return
      }
      service.handle({ method, args }, answer => {
        if (answer.close) isOpen = false
        kernel.after(0, () => done(outcomeOf(() => resultOf(answer))))
      })
    },
    close() {
      isOpen = false
    },
  }
}

function outcomeOf<T>(get: () => T): Outcome<T> {
  try {
    return { kind: 'done', value: get() }
  } catch (error) {
    if (error instanceof LuxiError) return { kind: 'failed', error }
    throw error
  }
}
