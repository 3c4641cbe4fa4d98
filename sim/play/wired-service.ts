import type { LuxiService } from '../ganeti/luxi-service.ts'
import type { WireFault } from './wire-fault.ts'

/** What a run reaches of `service` over a wire with these faults. */
export function wiredService(service: LuxiService, faults: readonly WireFault[]): LuxiService {
  if (faults.length === 0) return service
  const byCall = new Map(faults.map(({ call, how }) => [call, how]))
  let call = 0
  let hangUp = () => {}
  return {
    unparsable: text => service.unparsable(text),
    connect: hungUp => {
      hangUp = hungUp
      return service.connect === undefined ? () => {} : service.connect(hungUp)
    },
    handle: (request, reply) => {
      const how = byCall.get(call)
      call += 1
      switch (how?.kind) {
        case undefined:
          return service.handle(request, reply)
        case 'lost-request':
          return hangUp()
        case 'lost-answer':
          return service.handle(request, () => hangUp())
      }
    },
  }
}
