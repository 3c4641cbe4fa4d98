import type { JsonValue } from '../../src/cluster/json.ts'
import { LuxiClosedError, LuxiError } from '../../src/luxi/luxi-error.ts'
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
  #service: LuxiService | undefined
  #connection: LuxiConnection | undefined
  /** Counts the connections: what belongs to an older one is for nobody. */
  #number = 0
  /** Whether the other side has not hung up. */
  #isOpen = false
  /** Tells the service that this side has hung up. */
  #disconnect = () => {}
  /** Requests that have not arrived, answers that have not come back, connections that are being opened. */
  #underWay = 0
  /** Whether a request has arrived that is not answered yet. */
  #isAsked = false
  #wake: (() => void) | undefined
  #defect: unknown
  #outcome: Outcome<JsonValue> | undefined
  #done: ((outcome: Outcome<JsonValue>) => void) | undefined
  /** Ends all connections of the server, as its death does; to be set where the service can die. */
  hangUp = () => {}

  /** `path` is the socket's; nobody may ever listen on `path` with `.gone` behind it. */
  constructor(kernel: Kernel, path: string) {
    this.#kernel = kernel
    this.#path = path
  }

  /** What the server at the other end has to serve: `service`, while this transport watches what arrives and leaves. */
  watched(service: LuxiService): LuxiService {
    this.#service = service
    return {
      handle: (request, reply) => {
        const number = this.#number
        this.#isAsked = true
        this.#arrived()
        service.handle(request, answer => {
          if (number === this.#number && this.#isOpen) this.#leaves(answer, reply)
          else reply(answer)
        })
      },
      unparsable: text => {
        throw new Error(`the transport sent what is no JSON: ${text}`)
      },
    }
  }

  connect(done: (outcome: Outcome<undefined>) => void): void {
    this.close()
    const hungUp = () => this.#hungUp()
    const closer = this.#service?.connect === undefined ? () => {} : this.#service.connect(hungUp)
    this.#disconnect = closer ?? (() => {})
    this.#isOpen = closer !== undefined
    this.#underWay += 1
    let outcome: Outcome<undefined> | undefined
    LuxiConnection.connect(closer === undefined ? `${this.#path}.gone` : this.#path).then(
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
    if (connection === undefined) {
      const error = new LuxiClosedError(`${method} was called on a closed connection`)
      this.#kernel.after(0, () => done({ kind: 'failed', error }))
      return
    }
    this.#underWay += 1
    this.#done = done
    // Nobody will answer: what comes back is that the connection is over.
    if (!this.#isOpen) this.#kernel.after(0, () => this.#deliver())
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
    this.#number += 1
    this.#isOpen = false
    this.#isAsked = false
    this.#disconnect()
    this.#disconnect = () => {}
    this.#done = undefined
    this.#connection?.close()
    this.#connection = undefined
  }

  /** Whether nothing is on its way: the kernel may be stepped. */
  get isSettled(): boolean {
    return this.#underWay === 0 && this.#defect === undefined
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
    this.#isAsked = false
    if (endsWith(answer)) this.#isOpen = false
    this.#underWay += 1
    this.#kernel.after(0, () => this.#deliver())
    reply(answer)
  }

  #hungUp(): void {
    this.#isOpen = false
    if (this.#isAsked) {
      this.#isAsked = false
      this.#underWay += 1
      this.#kernel.after(0, () => this.#deliver())
    }
    this.hangUp()
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

/** Whether the connection is over when this has come: luxid closes it, it breaks, or the client gives it up. */
function endsWith({ close, trouble }: ServiceAnswer): boolean {
  return close || (trouble !== undefined && trouble.kind !== 'split')
}
