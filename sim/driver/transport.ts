import type { JsonValue } from '../../src/cluster/json.ts'
import { resultOf } from '../../src/luxi/envelope.ts'
import { LuxiClosedError, LuxiConnectError, LuxiError } from '../../src/luxi/luxi-error.ts'
import type { LuxiService, ServiceAnswer } from '../ganeti/luxi-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { answerPieces } from '../luxi-server/answer-pieces.ts'
import { readPieces } from './read-pieces.ts'

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
  /** Tells the service that this side has hung up. */
  let disconnect = () => {}
  /** What luxid's death means for the call that is open. */
  let fail = () => {}
  /** What the next call is told of a connection that is over. */
  let failure: LuxiError | undefined
  let connection = 0
  const close = () => {
    isOpen = false
    connection += 1
    failure = undefined
    disconnect()
    disconnect = () => {}
    fail = () => {}
  }
  const open = (): boolean => {
    close()
    const hungUp = () => {
      isOpen = false
      fail()
    }
    const closer = service.connect === undefined ? () => {} : service.connect(hungUp)
    if (closer !== undefined) disconnect = closer
    isOpen = closer !== undefined
    return isOpen
  }
  const byBytes = (method: string, answer: ServiceAnswer): JsonValue => {
    const { pieces, hangsUp } = answerPieces(answer)
    const read = readPieces(method, pieces, hangsUp)
    failure = read.failure
    if (failure !== undefined) isOpen = false
    return read.get()
  }
  return {
    connect(done) {
      const outcome: Outcome<undefined> = open()
        ? { kind: 'done', value: undefined }
        : { kind: 'failed', error: new LuxiConnectError('nobody listens on the socket') }
      kernel.after(0, () => done(outcome))
    },
    call(method, args, done) {
      if (!isOpen) {
        const error = failure ?? new LuxiClosedError(`${method} was called on a closed connection`)
        failure = undefined
        kernel.after(0, () => done({ kind: 'failed', error }))
        return
      }
      const own = connection
      let isAnswered = false
      const answered = (get: () => JsonValue) => {
        if (isAnswered) return
        isAnswered = true
        fail = () => {}
        kernel.after(0, () => done(outcomeOf(get)))
      }
      fail = () =>
        answered(() => {
          throw new LuxiClosedError(`luxid hung up before it had answered ${method}`)
        })
      service.handle({ method, args }, answer => {
        // An answer that comes when this side has hung up is for nobody.
        if (own !== connection) return
        if (answer.close) isOpen = false
        if (answer.trouble === undefined) answered(() => resultOf(answer))
        else answered(() => byBytes(method, answer))
      })
    },
    close,
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
