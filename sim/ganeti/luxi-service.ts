import type { JsonValue } from '../../src/cluster/json.ts'
import type { LuxiAnswer } from '../../src/luxi/luxi-answer.ts'
import type { AnswerTrouble } from './answer-trouble.ts'

/** An answer, and whether luxid hangs up after it (it does after a request that it could not parse). */
export interface ServiceAnswer extends LuxiAnswer {
  readonly close: boolean
  /** What befalls its bytes on their way, if anything. */
  readonly trouble?: AnswerTrouble
}

/**
 * What the simulated luxid offers to whoever carries its messages: the in-process driver passes values, the Unix socket
 * server passes bytes. `reply` is called once, maybe later in virtual time (WaitForJobChange, the cost of a submission).
 */
export interface LuxiService {
  /** Handles a parsed request (any JSON value: the service itself decides what is no request). */
  handle(request: JsonValue, reply: (answer: ServiceAnswer) => void): void
  /** The answer to a message that is no JSON at all. */
  unparsable(text: string): ServiceAnswer
  /**
   * Opens a connection and returns what closes it, or undefined where nobody listens. `hungUp` is called if luxid dies:
   * calls that are open then are never answered. A service without this method always listens.
   */
  connect?(hungUp: () => void): (() => void) | undefined
}
