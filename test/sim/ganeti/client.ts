import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import type { ServiceAnswer } from '../../../sim/ganeti/luxi-service.ts'
import { createCluster, type SimulatedCluster } from '../../../sim/ganeti/simulated-cluster.ts'
import type { Kernel } from '../../../sim/kernel/kernel.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'
import type { JsonValue } from '../../../src/cluster/json.ts'

/** A cluster with a client that waits, in virtual time, for each answer. */
export class Client {
  readonly kernel: Kernel
  readonly cluster: SimulatedCluster

  constructor(definition: ClusterDefinition) {
    this.kernel = createKernel({ startUs: 1_795_338_000_000_000, seed: 1 })
    this.cluster = createCluster(this.kernel, definition)
  }

  /** Sends a request and steps the kernel until it is answered; undefined if it never is. */
  send(request: JsonValue): ServiceAnswer | undefined {
    let answer: ServiceAnswer | undefined
    this.cluster.handle(request, given => {
      answer = given
    })
    while (answer === undefined && this.kernel.step());
    return answer
  }

  /** The result of a call that must succeed. */
  call(method: string, ...args: JsonValue[]): JsonValue {
    const answer = this.send({ method, args })
    if (answer?.success !== true) throw new Error(`${method}: ${JSON.stringify(answer)}`)
    return answer.result
  }

  /** The error of a call that must fail. */
  refusal(method: string, ...args: JsonValue[]): JsonValue {
    const answer = this.send({ method, args })
    if (answer?.success !== false) throw new Error(`${method}: ${JSON.stringify(answer)}`)
    return answer.result
  }

  /** Submits one job and returns its id. */
  submit(...opcodes: { readonly [key: string]: JsonValue }[]): number {
    const id = this.call('SubmitJob', withReason(opcodes))
    if (typeof id !== 'number') throw new Error(`no job id: ${JSON.stringify(id)}`)
    return id
  }

  /** Submits one job, lets everything run to its end, and returns the status and the results of its opcodes. */
  run(...opcodes: { readonly [key: string]: JsonValue }[]): JsonValue {
    const id = this.submit(...opcodes)
    this.settle()
    const [row = null] = this.jobs([id], ['status', 'opresult'])
    return row
  }

  jobs(ids: number[], fields: string[]): readonly JsonValue[] {
    const rows = this.call('QueryJobs', ids, fields)
    if (!Array.isArray(rows)) throw new Error('no rows')
    return rows
  }

  /** Runs everything that is planned. */
  settle(): void {
    while (this.kernel.step());
  }

  instance(name: string) {
    const found = this.cluster.snapshot().instances.find(instance => instance.name === name)
    if (found === undefined) throw new Error(`no instance ${name}`)
    return found
  }
}

function withReason(opcodes: { readonly [key: string]: JsonValue }[]): JsonValue {
  return opcodes.map(opcode => ({ reason: [], ...opcode }))
}
