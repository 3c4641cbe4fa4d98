import type { ClusterDefinition } from '../../../../sim/ganeti/cluster-definition.ts'
import type { ServiceAnswer } from '../../../../sim/ganeti/luxi-service.ts'
import { createCluster, type SimulatedCluster } from '../../../../sim/ganeti/simulated-cluster.ts'
import type { Kernel } from '../../../../sim/kernel/kernel.ts'
import { createKernel } from '../../../../sim/kernel/virtual-kernel.ts'
import { encodeAnswer } from '../../../../sim/luxi-server/encode-answer.ts'
import { readRequest } from '../../../../sim/luxi-server/read-request.ts'
import type { JsonValue } from '../../../../src/cluster/json.ts'
import { FrameSplitter } from '../../../../src/luxi/frames.ts'
import type { CapturedEvent, Exchange } from './captured-file.ts'
import { difference } from './compare.ts'
import { MachineValues } from './machine-values.ts'
import { polledStatuses } from './polled-statuses.ts'
import { UuidPairs } from './uuid-pairs.ts'

/** An exchange, and in what the simulated cluster's answer differs from the real one; undefined where in nothing. */
export interface Replayed {
  readonly exchange: Exchange
  readonly difference: string | undefined
  /** Whether the job asked about had to be given more time than it has in the simulation, to be as far as it really was. */
  readonly isPaced: boolean
}

/** The order in which a job passes its statuses. */
const ORDER: readonly string[] = ['queued', 'waiting', 'running', 'success', 'error']

/** A request is answered within this time, WaitForJobChange included, or never. */
const ANSWER_US = 120_000_000

/** A simulated cluster in the state of a captured one, to which captured requests are sent at their times. */
export class Replay {
  readonly #kernel: Kernel
  readonly cluster: SimulatedCluster
  readonly #uuids = new UuidPairs()
  #closedConnections = new Set<number>()

  constructor(definition: ClusterDefinition, startUs: number) {
    this.#kernel = createKernel({ startUs, seed: 1 })
    this.cluster = createCluster(this.#kernel, definition)
  }

  /** Plays one capture that began at `startUs`, or now. */
  play(capture: readonly (Exchange | CapturedEvent)[], startUs = this.#kernel.nowUs): Replayed[] {
    this.#closedConnections = new Set()
    return capture.flatMap(line => {
      if (line.kind !== 'exchange') {
        this.#happen(line)
        return []
      }
      this.#kernel.runUntil(Math.max(this.#kernel.nowUs, startUs + Math.round(line.atS * 1_000_000)))
      const isPaced = this.#pace(line)
      return [{ exchange: line, difference: this.#exchange(line), isPaced }]
    })
  }

  /** Runs everything that is planned. */
  settle(): void {
    while (this.#kernel.step());
  }

  #happen(event: CapturedEvent): void {
    switch (event.kind) {
      case 'settle':
        this.settle()
        return
      case 'powerOff':
        this.cluster.powerOff(event.node)
        return
      case 'reach':
        while (this.#statusOf(event.job) !== event.status && this.#kernel.step());
    }
  }

  #statusOf(id: number): string | undefined {
    return this.cluster.snapshot().jobs.find(job => job.id === id)?.status
  }

  /**
   * A poll tells how fast the captured machine was, which no timing of the simulation can know for each single job. So the
   * simulated clock goes on until the job has the status that the poll saw; one that passes it by is a difference.
   */
  #pace(exchange: Exchange): boolean {
    const wanted = polledStatuses(exchange)
    const isReached = () => wanted.every(({ id, status }) => this.#statusOf(id) === status)
    if (wanted.length === 0 || isReached()) return false
    const mayStillCome = () => wanted.some(({ id, status }) => this.#isBefore(id, status))
    while (!isReached() && mayStillCome() && this.#kernel.step());
    return true
  }

  #isBefore(id: number, status: string): boolean {
    const now = ORDER.indexOf(this.#statusOf(id) ?? '')
    return now >= 0 && now < ORDER.indexOf(status)
  }

  #exchange(exchange: Exchange): string | undefined {
    const isOpen = !this.#closedConnections.has(exchange.connection)
    const answers = isOpen ? this.#messages(exchange).map(message => this.#send(message)) : []
    const answer = answers[0]
    const closed = answer === undefined ? !isOpen : answer.close
    if (answer?.close === true) this.#closedConnections.add(exchange.connection)
    if (exchange.closed !== closed) return `the connection is ${closed ? 'closed' : 'left open'}`
    if (exchange.answer === null || answer === undefined) {
      return exchange.answer === null && answer === undefined ? undefined : 'only one of the two answers'
    }
    const expected: JsonValue = JSON.parse(exchange.answer)
    const bytes = encodeAnswer(answer)
    const actual: JsonValue = JSON.parse(new TextDecoder().decode(bytes.subarray(0, bytes.length - 1)))
    const [first] = this.#messages(exchange)
    const request = first === undefined ? undefined : readRequest(first)
    const machineValues = new MachineValues(request?.kind === 'json' ? request.value : null)
    return difference(expected, actual, { uuids: this.#uuids, machineValues })
  }

  #messages({ sent }: Exchange): Uint8Array[] {
    const splitter = new FrameSplitter()
    splitter.push(sent)
    const messages: Uint8Array[] = []
    for (let next = splitter.next(); next !== undefined; next = splitter.next()) messages.push(next)
    return messages
  }

  /** Sends a message as the server would, and steps the clock until it is answered; undefined if it never is. */
  #send(message: Uint8Array): ServiceAnswer | undefined {
    const request = readRequest(message)
    if (request.kind === 'text') return this.cluster.unparsable(request.text)
    const translated: JsonValue = JSON.parse(this.#uuids.translated(JSON.stringify(request.value)))
    let answer: ServiceAnswer | undefined
    this.cluster.handle(translated, given => {
      answer = given
    })
    const deadlineUs = this.#kernel.nowUs + ANSWER_US
    while (answer === undefined && this.#kernel.nowUs < deadlineUs && this.#kernel.step());
    return answer
  }
}
