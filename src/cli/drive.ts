import { exhaustive } from '../cluster/exhaustive.ts'
import { LuxiClosedError, LuxiError } from '../luxi/luxi-error.ts'
import { LuxiConnection, type LuxiOptions } from '../luxi/socket-transport.ts'
import type { Answer, Effect, Run } from '../run/effects.ts'
import type { HealingEvent } from '../run/healing/healing-event.ts'
import type { RunEvent } from '../run/run-event.ts'
import { monotonicMicroseconds, nowMicroseconds, randomUuid, sleep } from './ports.ts'

/** Where a run's effects go in production. */
export interface World {
  readonly socketPath: string
  readonly report: (event: RunEvent | HealingEvent) => void
  /** How answers are read, and how long they may take, where that differs from the defaults. */
  readonly luxi: LuxiOptions
}

/** Drives a run against a real luxid and the system's clock. Throws what the run throws. */
export async function drive<T>(run: Run<T>, world: World): Promise<T> {
  let connection: LuxiConnection | undefined
  const answer = async (effect: Effect): Promise<Answer> => {
    switch (effect.kind) {
      case 'connect':
        connection?.close()
        connection = await LuxiConnection.connect(world.socketPath, world.luxi)
        return undefined
      case 'luxi':
        if (!connection)
          throw new LuxiClosedError(`${effect.method} was called before a connection was opened`)
        return effect.rowsUnread
          ? await connection.callTable(effect.method, effect.args)
          : await connection.call(effect.method, effect.args)
      case 'now':
        return nowMicroseconds()
      case 'monotonic':
        return monotonicMicroseconds()
      case 'uuid':
        return randomUuid()
      case 'sleep':
        await sleep(effect.durationMs)
        return undefined
      case 'report':
        world.report(effect.event)
        return undefined
      default:
        return exhaustive(effect)
    }
  }
  try {
    let step = run.next()
    while (!step.done) step = await resume(run, answer(step.value))
    return step.value
  } finally {
    connection?.close()
  }
}

/** Luxi errors are for the run to handle; anything else is a defect of the driver and ends it here. */
async function resume<T>(run: Run<T>, answer: Promise<Answer>): Promise<IteratorResult<Effect, T>> {
  let value: Answer
  try {
    value = await answer
  } catch (error) {
    if (error instanceof LuxiError) return run.throw(error)
    throw error
  }
  return run.next(value)
}
