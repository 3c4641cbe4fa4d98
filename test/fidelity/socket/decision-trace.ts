import type { Outcome, Transport } from '../../../sim/driver/transport.ts'
import type { Observer } from '../../../sim/play/observer.ts'
import type { Stage } from '../../../sim/play/stage.ts'
import { recordTrace } from '../../../sim/trace/record-trace.ts'
import {
  LuxiClosedError,
  LuxiConnectError,
  type LuxiError,
  LuxiMalformedError,
  LuxiTimeoutError,
  LuxiTooLargeError,
} from '../../../src/luxi/luxi-error.ts'
import { jsonOf } from '../determinism/json-of.ts'

/** All that happens in a play and every effect of its runs, a line each; `text` is complete when the play is over. */
export function decisionTrace(stage: Stage): { readonly observers: readonly Observer[]; text(): string } {
  const trace = recordTrace(stage)
  const lines: string[] = []
  const runEnded: Observer['runEnded'] = ({ number, process }) => {
    for (const effect of process.effects) lines.push(`run ${number} ${JSON.stringify(jsonOf(effect))}\n`)
  }
  const text = () => [...trace.entries.map(entry => `${JSON.stringify(jsonOf(entry))}\n`), ...lines].join('')
  return { observers: [trace.observer, { runEnded }], text }
}

/**
 * The words of a connection's failure name a path, and how far it got: they differ with the way. Its class, by which harep
 * decides, does not; so both ways tell only that.
 */
export function withPlainFailures(transport: Transport): Transport {
  return {
    connect: done => transport.connect(outcome => done(plain(outcome))),
    call: (method, args, done) => transport.call(method, args, outcome => done(plain(outcome))),
    close: () => transport.close(),
  }
}

function plain<T>(outcome: Outcome<T>): Outcome<T> {
  return outcome.kind === 'failed' ? { kind: 'failed', error: plainError(outcome.error) } : outcome
}

function plainError(error: LuxiError): LuxiError {
  for (const kind of [
    LuxiClosedError,
    LuxiConnectError,
    LuxiMalformedError,
    LuxiTimeoutError,
    LuxiTooLargeError,
  ])
    if (error instanceof kind) return new kind(error.code)
  // What luxid itself says is the same to the byte.
  return error
}
