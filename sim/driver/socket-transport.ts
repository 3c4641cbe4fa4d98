import type { JsonValue } from '../../src/cluster/json.ts'
import { LuxiError } from '../../src/luxi/luxi-error.ts'
import { LuxiConnection } from '../../src/luxi/socket-transport.ts'
import type { LuxiService, ServiceAnswer } from '../ganeti/luxi-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Outcome, Transport } from './transport.ts'

/*
 * A run of the simulator that really sends bytes: production's LuxiConnection on one end of a Unix socket, the simulated
 * luxid on the other, and virtual time. While bytes are on their way virtual time stands still: nobody may step the kernel
 * before `settled` is fulfilled. What is planned in the kernel is then the same as where values are passed in process, and
 * so the traces of both are the same; a difference is a defect of the encoding, the framing or the decoding.
 */
export class SocketTransport implements Transport {
  readonly #kernel: Kernel
  readonly #path: string
  #connection: LuxiConnection | undefined
  /** Requests that have not arrived, answers that have not come back, connections that are being opened. */
  #underWay = 0
  #wake: (() => void) | undefined
  #defect: unknown
  #outcome: Outcome<JsonValue> | undefined
  #done: ((outcome: Outcome<JsonValue>) => void) | undefined

  constructor(kernel: Kernel, path: string) {
    this.#kernel = kernel
    this.#path = path
  }

  /** What the server at the other end has to serve: `service`, while this transport watches what arrives and leaves. */
  watched(service: LuxiService): LuxiService {
    return {
      handle: (request, reply) => {
        this.#arrived()
        service.handle(request, answer => this.#leaves(answer, reply))
      },
      unparsable: text => {
        throw new Error(`the transport sent what is no JSON: ${text}`)
      },
    }
  }

  connect(done: (outcome: Outcome<undefined>) => void): void {
    this.#connection?.close()
    this.#underWay += 1
    let outcome: Outcome<undefined> | undefined
    LuxiConnection.connect(this.#path).then(
      connection => {
        this.#connection = connection
        outcome = { kind: 'done', value: undefined }
        this.#arrived()
      },
      (error: unknown) => {
        if (error instanceof LuxiError) outcome = { kind: 'failed', error }
        else this.#defect = error
        this.#arrived()
      },
    )
    this.#kernel.after(0, () => {
      if (outcome !== undefined) done(outcome)
    })
  }

  call(method: string, args: readonly JsonValue[], done: (outcome: Outcome<JsonValue>) => void): void {
    const connection = this.#connection
    if (connection === undefined) throw new Error(`${method} was called before a connection was opened`)
    this.#underWay += 1
    this.#done = done
    connection.call(method, args).then(
      value => this.#cameBack({ kind: 'done', value }),
      (error: unknown) => {
        if (error instanceof LuxiError) this.#cameBack({ kind: 'failed', error })
        else {
          this.#defect = error
          this.#arrived()
        }
      },
    )
  }

  close(): void {
    this.#done = undefined
    this.#connection?.close()
    this.#connection = undefined
  }

  /** Fulfilled when nothing is on its way; rejected with what went wrong in this program. */
  async settled(): Promise<void> {
    while (this.#underWay > 0 && this.#defect === undefined) {
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    if (this.#defect !== undefined) throw this.#defect
  }

  #leaves(answer: ServiceAnswer, reply: (answer: ServiceAnswer) => void): void {
    if (this.#done === undefined) {
      // Whoever asked has hung up.
      reply(answer)
      return
    }
    this.#underWay += 1
    this.#kernel.after(0, () => this.#deliver())
    reply(answer)
  }

  #cameBack(outcome: Outcome<JsonValue>): void {
    if (this.#done === undefined) return
    this.#outcome = outcome
    this.#arrived()
  }

  #deliver(): void {
    const done = this.#done
    const outcome = this.#outcome
    this.#done = undefined
    this.#outcome = undefined
    if (done !== undefined && outcome !== undefined) done(outcome)
  }

  #arrived(): void {
    this.#underWay -= 1
    this.#wake?.()
    this.#wake = undefined
  }
}
