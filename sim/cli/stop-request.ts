/** SIGHUP too: closing its terminal must not leave a socket file behind. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** A signal that asks a program to end. */
type StopSignal = (typeof SIGNALS)[number]

/** A wish, from outside, that a command which would go on for ever ends. */
export interface StopRequest {
  /** Fulfilled once, when the wish is there, with the signal (SIGTERM for the end of standard input). */
  readonly requested: Promise<StopSignal>
  /** No longer waits for it: signals do again what they do by default. */
  readonly dispose: () => void
}

/**
 * Waits for a signal to stop and, where `withInput` is set, for the end of standard input: so a server ends with the
 * program that started it, however that program dies.
 */
export function listenForStop(withInput: boolean): StopRequest {
  let stop = (_signal: StopSignal) => {}
  const requested = new Promise<StopSignal>(resolve => {
    stop = resolve
  })
  for (const signal of SIGNALS) process.on(signal, stop)
  const onEnd = () => stop('SIGTERM')
  if (withInput) process.stdin.on('end', onEnd).on('error', onEnd).resume()
  const dispose = () => {
    for (const signal of SIGNALS) process.off(signal, stop)
    if (withInput) process.stdin.off('end', onEnd).off('error', onEnd).destroy()
  }
  return { requested, dispose }
}
