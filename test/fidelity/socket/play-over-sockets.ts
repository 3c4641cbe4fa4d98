import { join } from 'node:path'
import { SocketTransport } from '../../../sim/driver/socket-transport.ts'
import type { Transport } from '../../../sim/driver/transport.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import type { Kernel } from '../../../sim/kernel/kernel.ts'
import { LuxiServer } from '../../../sim/luxi-server/luxi-server.ts'
import { type Observe, type Played, playing } from '../../../sim/play/play.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'
import { LuxiClosedError } from '../../../src/luxi/luxi-error.ts'
import { withPlainFailures } from './decision-trace.ts'

/** So many runs of harep may go on at once. */
const SOCKETS = 6

/** One socket, and who uses it now. */
interface Slot {
  readonly path: string
  readonly server: LuxiServer
  handle: LuxiService['handle']
  transport: SocketTransport | undefined
}

/** Sockets in a folder, for one play at a time: each run of harep gets one for itself. */
export class Sockets {
  readonly #slots: readonly Slot[]
  /** How many requests have arrived as bytes. */
  calls = 0

  private constructor(slots: readonly Slot[]) {
    this.#slots = slots
  }

  static async listen(folder: string): Promise<Sockets> {
    const slots: Slot[] = []
    for (let index = 0; index < SOCKETS; index += 1) slots.push(await slotAt(join(folder, `luxi-${index}`)))
    return new Sockets(slots)
  }

  async close(): Promise<void> {
    for (const { server } of this.#slots) await server.close()
  }

  /** Plays a scenario whose runs of harep reach luxid over these sockets, by production's own connection. */
  async play(scenario: Scenario, observe: Observe): Promise<Played> {
    for (const slot of this.#slots) {
      slot.transport?.close()
      slot.transport = undefined
    }
    const steps = playing(scenario, stage => {
      stage.openTransport = service => this.#open(stage.clock, service)
      return observe(stage)
    })
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return step.value
      const { kernel, untilUs, budget } = step.value
      for (let next = kernel.nextUs; next !== undefined && next <= untilUs; next = kernel.nextUs) {
        kernel.step()
        await this.#settled()
        budget.events -= 1
        if (budget.events <= 0) break
      }
      if (budget.events > 0) kernel.runUntil(untilUs)
    }
  }

  /** A transport that has a socket while it is connected. */
  #open(kernel: Kernel, service: LuxiService): Transport {
    let slot: Slot | undefined
    const close = () => {
      slot?.transport?.close()
      if (slot !== undefined) slot.transport = undefined
      slot = undefined
    }
    return withPlainFailures({
      connect: done => {
        close()
        slot = this.#freeSlot()
        const transport = new SocketTransport(kernel, slot.path)
        const { server } = slot
        transport.hangUp = () => server.hangUp()
        const { handle } = transport.watched(service)
        slot.handle = (request, reply) => {
          this.calls += 1
          handle(request, reply)
        }
        slot.transport = transport
        transport.connect(done)
      },
      call: (method, args, done) => {
        const transport = slot?.transport
        if (transport !== undefined) transport.call(method, args, done)
        else kernel.after(0, () => done({ kind: 'failed', error: new LuxiClosedError(method) }))
      },
      close,
    })
  }

  #freeSlot(): Slot {
    const slot = this.#slots.find(({ transport }) => transport === undefined)
    if (slot === undefined) throw new Error(`more than ${SOCKETS} runs of harep go on at once`)
    return slot
  }

  /** Waits until nothing is on its way. */
  async #settled(): Promise<void> {
    for (const { transport } of this.#slots)
      if (transport !== undefined && !transport.isSettled) await transport.settled()
  }
}

async function slotAt(path: string): Promise<Slot> {
  const rethrow = (error: unknown): never => {
    throw error
  }
  const unparsable = (text: string) => rethrow(new Error(`harep sent what is no JSON: ${text}`))
  const handle: Slot['handle'] = () => rethrow(new Error('nobody was to use this socket'))
  const service: LuxiService = { handle: (request, reply) => slot.handle(request, reply), unparsable }
  const server = await LuxiServer.listen({ path, service, onDefect: rethrow })
  const slot: Slot = { path, server, handle, transport: undefined }
  return slot
}
