import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import type { Stage } from '../killed/stage.ts'

/** Runs harep; before its request of that number is answered, so many seconds go by. Gives how many requests there were. */
export function runWithPause(stage: Stage, request: number, seconds: number): number {
  let requests = 0
  const service: LuxiService = {
    ...stage.cluster,
    handle: (message, reply) => {
      requests += 1
      if (requests === request) stage.pass(seconds)
      stage.cluster.handle(message, reply)
    },
  }
  stage.harepOver(service)
  return requests
}
