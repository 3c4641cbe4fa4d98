import type { WrittenJob } from '../../ganeti/written-job.ts'
import { oneForEachPlay } from '../../play/one-for-each-play.ts'
import { instancesIn } from './marks.ts'

/** Something that a job has done, when it had done it. */
interface Done {
  readonly job: number
  /** Microseconds since the beginning. */
  readonly atUs: number
  /** The same by the master's clock, in microseconds since the epoch. */
  readonly byClockUs: number
  /** The latest such time of all until then: where it is another one, the clock was set back, and by it this is not the last. */
  readonly latestUs: number
}

/** What brings both copies of an instance together, or makes or moves them anew. */
const JOINS = new Set(
  ['ACTIVATE_DISKS', 'CREATE', 'FAILOVER', 'MIGRATE', 'RECREATE_DISKS', 'REPLACE_DISKS', 'STARTUP'].map(
    name => `OP_INSTANCE_${name}`,
  ),
)

/** The last job that brought each node back into service, and the last that brought the copies of each instance together. */
class Returns {
  readonly #ofNodes = new Map<string, Done>()
  readonly #ofInstances = new Map<string, Done>()

  node(name: string): Done | undefined {
    return this.#ofNodes.get(name)
  }

  copies(instance: string): Done | undefined {
    return this.#ofInstances.get(instance)
  }

  ended({ id, opcodes }: WrittenJob, atUs: number, byClockUs: number): void {
    const note = (dones: Map<string, Done>, name: string) => {
      const latestUs = Math.max(dones.get(name)?.latestUs ?? byClockUs, byClockUs)
      dones.set(name, { job: id, atUs, byClockUs, latestUs })
    }
    for (const { OP_ID: opId, node_name: node, offline } of opcodes)
      if (opId === 'OP_NODE_SET_PARAMS' && offline === false) note(this.#ofNodes, String(node))
    if (opcodes.some(({ OP_ID: opId }) => JOINS.has(String(opId))))
      for (const instance of instancesIn(opcodes)) note(this.#ofInstances, instance)
  }
}

/** The one of a play. To be asked for before the play begins. */
export const returnsOf = oneForEachPlay(stage => {
  const returns = new Returns()
  stage.observers.push({
    jobWritten: job => {
      if (job.status === 'success') returns.ended(job, stage.elapsedUs, stage.clock.nowUs)
    },
  })
  return returns
})
