import type { LuxiService } from '../ganeti/luxi-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Trace } from '../kernel/trace.ts'

/** A service that notes every request when it arrives and every answer when it leaves, numbered in order of arrival. */
export function tracedService(kernel: Kernel, service: LuxiService, trace: Trace): LuxiService {
  let count = 0
  return {
    handle(request, reply) {
      count += 1
      const who = `luxid ${count}`
      trace.note(kernel.nowUs, who, 'is asked', request)
      service.handle(request, answer => {
        trace.note(kernel.nowUs, who, answer.success ? 'answers' : 'refuses', answer.result)
        reply(answer)
      })
    },
    unparsable(text) {
      trace.note(kernel.nowUs, 'luxid', 'is sent rubbish', text)
      return service.unparsable(text)
    },
    ...(service.connect === undefined ? {} : { connect: service.connect }),
  }
}
