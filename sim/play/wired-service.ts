import { exhaustive } from '../../src/cluster/exhaustive.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../../src/cluster/json.ts'
import { encodeRequest, FrameSplitter } from '../../src/luxi/frames.ts'
import type { LuxiService, ServiceAnswer } from '../ganeti/luxi-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { WireFault } from './wire-fault.ts'

/** A wire and what befalls it. */
export interface Wire {
  readonly kernel: Kernel
  /** Whether nobody gets a connection now. */
  readonly isRefused: () => boolean
  readonly faults: readonly WireFault[]
}

/** The connection breaks in place of an answer. */
const HANG_UP: ServiceAnswer = {
  success: false,
  result: null,
  close: true,
  trouble: { kind: 'cut', percent: 0 },
}

/**
 * What a run reaches of `service` over a wire with these faults. What befalls an answer's bytes is written on the answer:
 * whoever carries it, within the process or over a socket, does that to its bytes.
 */
export function wiredService(service: LuxiService, { kernel, isRefused, faults }: Wire): LuxiService {
  const connect = (hungUp: () => void) => {
    if (isRefused()) return undefined
    return service.connect === undefined ? () => {} : service.connect(hungUp)
  }
  const unparsable = (text: string) => service.unparsable(text)
  if (faults.length === 0) {
    return { connect, unparsable, handle: (request, reply) => service.handle(request, reply) }
  }
  const left = new Set(faults)
  let calls = 0
  const callsOf = new Map<string, number>()
  return {
    connect,
    unparsable,
    handle: (request, reply) => {
      const method = methodOf(request)
      const ofMethod = callsOf.get(method) ?? 0
      const found = [...left].find(fault =>
        fault.method === undefined
          ? fault.call === calls
          : fault.method === method && fault.call === ofMethod,
      )
      calls += 1
      callsOf.set(method, ofMethod + 1)
      if (found === undefined) return service.handle(request, reply)
      left.delete(found)
      const { how } = found
      switch (how.kind) {
        case 'cut-request':
          if (!arrives(request, how.percent)) return reply(HANG_UP)
          return service.handle(request, () => reply(HANG_UP))
        case 'answer':
          return service.handle(request, answer => reply({ ...answer, trouble: how.trouble }))
        case 'late':
          return service.handle(request, answer => {
            kernel.after(Math.round(how.seconds * 1_000_000), () => reply(answer))
          })
        default:
          return exhaustive(how)
      }
    },
  }
}

/** Whether luxid has a whole message when it has so much of the bytes of a request. */
function arrives(request: JsonValue, percent: number): boolean {
  const args = isJsonObject(request) ? request['args'] : undefined
  const bytes = encodeRequest(methodOf(request), args !== undefined && isJsonArray(args) ? args : [])
  const splitter = new FrameSplitter()
  splitter.push(bytes.subarray(0, Math.floor((bytes.length * percent) / 100)))
  return splitter.next() !== undefined
}

function methodOf(request: JsonValue): string {
  return isJsonObject(request) ? String(request['method']) : ''
}
