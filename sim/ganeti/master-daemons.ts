import type { JsonValue } from '../../src/cluster/json.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { createMortalKernel, type MortalKernel } from '../kernel/mortal-kernel.ts'
import { JobQueue } from './jobs/job-queue.ts'
import { LuxiDaemon } from './luxi/luxi-daemon.ts'
import type { ServiceAnswer } from './luxi-service.ts'
import { exportResource } from './query/export-query.ts'
import { filterResource } from './query/filter-query.ts'
import { groupResource } from './query/group-query.ts'
import { instanceResource } from './query/instance-query.ts'
import { jobResource } from './query/job-query.ts'
import { lockResource } from './query/lock-query.ts'
import { networkResource } from './query/network-query.ts'
import { nodeResource } from './query/node-query.ts'
import type { ClusterState } from './state/cluster-state.ts'
import type { Timing } from './timing.ts'

/**
 * One life of what runs on the master node and dies with it: luxid with its connections, wconfd's locks and the processes
 * of all jobs. Configuration and job files are replicated to the master candidates, so a later life begins with those of
 * the one before; locks, connections and processes are lost.
 */
export class MasterDaemons {
  readonly queue: JobQueue
  readonly #life: MortalKernel
  readonly #daemon: LuxiDaemon
  readonly #connections = new Set<() => void>()
  #isAlive = true

  /** Starts the daemons; `previous` is the life that left its job files. */
  constructor(kernel: Kernel, state: ClusterState, timing: Timing, previous?: MasterDaemons) {
    this.#life = createMortalKernel(kernel)
    const own = this.#life.kernel
    const queue = new JobQueue(own, state, timing)
    this.queue = queue
    const resources = new Map([
      ['node', nodeResource(state)],
      ['instance', instanceResource(state)],
      ['group', groupResource(state)],
      ['job', jobResource(queue)],
      ['lock', lockResource(queue.locks)],
      ['filter', filterResource(queue)],
      ['network', networkResource()],
      ['export', exportResource(state)],
    ])
    this.#daemon = new LuxiDaemon({ kernel: own, state, queue, timing, resources })
    if (previous !== undefined) queue.inherit(previous.queue)
  }

  get isAlive(): boolean {
    return this.#isAlive
  }

  /** A request to a luxid that died is never answered. */
  handle(request: JsonValue, reply: (answer: ServiceAnswer) => void): void {
    if (this.#isAlive) this.#daemon.handle(request, reply)
  }

  unparsable(text: string): ServiceAnswer {
    return this.#daemon.unparsable(text)
  }

  /** Opens a connection; the returned function closes it. undefined where nobody listens. */
  connect(hungUp: () => void): (() => void) | undefined {
    if (!this.#isAlive) return undefined
    const connection = () => hungUp()
    this.#connections.add(connection)
    return () => {
      this.#connections.delete(connection)
    }
  }

  /** Everything stops where it is, and whoever was connected is hung up on. */
  die(): void {
    if (!this.#isAlive) return
    this.#isAlive = false
    this.#life.end()
    const connections = [...this.#connections]
    this.#connections.clear()
    for (const hungUp of connections) hungUp()
  }
}
