import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import { createCluster, type SimulatedCluster } from '../../../sim/ganeti/simulated-cluster.ts'
import type { Kernel } from '../../../sim/kernel/kernel.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'
import { LuxiServer } from '../../../sim/luxi-server/luxi-server.ts'
import { isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { LuxiConnection } from '../../../src/luxi/socket-transport.ts'
import { scratchFolder } from '../luxi-server/fixture.ts'

/** A cluster behind a socket, for a client of another process or of this one. */
export interface Served {
  readonly path: string
  readonly live: SimulatedCluster
  readonly kernel: Kernel
  /** The methods that it was asked for, in order. */
  readonly asked: readonly string[]
  /** Submits a job of these opcodes, and waits until it is in the queue. */
  readonly submit: (opcodes: readonly JsonValue[]) => Promise<void>
  /** Lets seconds pass. */
  readonly pass: (seconds: number) => void
}

/** Serves a cluster whose time passes only as far as an answer needs it. */
export async function served(
  definition: ClusterDefinition,
  prepare: (live: SimulatedCluster) => void = () => {},
  startUs = 1_795_338_000_000_000,
  changed: (answer: JsonValue) => JsonValue = answer => answer,
): Promise<Served> {
  // Another seed than that of plans: the ids of real repairs are none that a plan comes up with.
  const kernel = createKernel({ startUs, seed: 7 })
  const live = createCluster(kernel, definition)
  prepare(live)
  const asked: string[] = []
  const service: LuxiService = {
    unparsable: text => live.unparsable(text),
    handle(request, reply) {
      if (isJsonObject(request)) asked.push(String(request['method']))
      let isAnswered = false
      live.handle(request, answer => {
        isAnswered = true
        reply({ ...answer, result: changed(answer.result) })
      })
      while (!isAnswered && kernel.step());
    },
  }
  const path = join(scratchFolder(), 'luxi')
  const onDefect = (error: unknown) => {
    throw error
  }
  const server = await LuxiServer.listen({ path, service, onDefect })
  onTestFinished(() => server.close())
  return {
    path,
    live,
    kernel,
    asked,
    submit: async opcodes => {
      const connection = await LuxiConnection.connect(path)
      await connection.call('SubmitJob', [opcodes])
      connection.close()
    },
    pass: seconds => kernel.runUntil(kernel.nowUs + seconds * 1_000_000),
  }
}
