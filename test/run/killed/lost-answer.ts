import type { LuxiService, ServiceAnswer } from '../../../sim/ganeti/luxi-service.ts'
import type { JsonValue } from '../../../src/cluster/json.ts'
import type { Effect } from '../../../src/run/effects.ts'
import { changes } from './play.ts'

/** How the answer to a call is lost, and whether luxid did what it was asked. */
export type Loss =
  /** luxid does it, and hangs up in place of an answer. */
  | 'done, then hung up'
  /** The connection breaks at once; luxid goes on with what it was asked. */
  | 'hung up, then done'
  /** The connection breaks before luxid has heard it. */
  | 'hung up, not done'
  /** No answer comes; harep gives up after three minutes. */
  | 'done, no answer'
  | 'not done, no answer'

/** The losses that make a difference for a call: one that only asks leaves nothing done. */
export function lossesOf(effect: Effect): readonly Loss[] {
  if (effect.kind !== 'luxi') return []
  return changes(effect)
    ? [
        'done, then hung up',
        'hung up, then done',
        'hung up, not done',
        'done, no answer',
        'not done, no answer',
      ]
    : ['hung up, not done', 'not done, no answer']
}

/** Serves what `service` does, but loses the answer to call number `lost`, from 0. */
export function losingService(service: LuxiService, lost: number, loss: Loss): LuxiService {
  let call = 0
  let hangUp = () => {}
  const lose = (request: JsonValue) => {
    switch (loss) {
      case 'done, then hung up':
        return service.handle(request, () => hangUp())
      case 'hung up, then done':
        service.handle(request, () => {})
        return hangUp()
      case 'hung up, not done':
        return hangUp()
      case 'done, no answer':
        return service.handle(request, () => {})
      case 'not done, no answer':
        return
    }
  }
  return {
    unparsable: text => service.unparsable(text),
    connect: hungUp => {
      hangUp = hungUp
      return service.connect?.(hungUp)
    },
    handle(request: JsonValue, reply: (answer: ServiceAnswer) => void) {
      const isLost = call === lost
      call += 1
      if (isLost) lose(request)
      else service.handle(request, reply)
    },
  }
}
