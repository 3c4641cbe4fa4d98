import type { LuxiService } from '../ganeti/luxi-service.ts'
import type { RealTimePacer } from './real-time-pacer.ts'

/** The same service, whose virtual time is brought up to the real one before it sees a request. */
export function pacedService(service: LuxiService, pacer: RealTimePacer): LuxiService {
  return {
    handle: (request, reply) => pacer.run(() => service.handle(request, reply)),
    unparsable: text => service.unparsable(text),
    ...(service.connect === undefined ? {} : { connect: service.connect }),
  }
}
