import { readFileSync } from 'node:fs'
import { finishRun, startRun } from '../../sim/driver/simulated-run.ts'
import type { ServiceAnswer } from '../../sim/ganeti/luxi-service.ts'
import { createCluster } from '../../sim/ganeti/simulated-cluster.ts'
import { createKernel } from '../../sim/kernel/virtual-kernel.ts'
import type { JsonValue } from '../../src/cluster/json.ts'
import type { HealingEvent } from '../../src/run/healing/healing-event.ts'
import type { RunEvent } from '../../src/run/run-event.ts'
import { runHarep } from '../../src/run/run-harep.ts'
import { simulatedTwin } from '../fidelity/real-cluster-file.ts'
import { runOptions } from '../run/world.ts'
import type { End } from './story.ts'
import type { HarepEnd, HarepRun, World } from './world.ts'

const START_US = 1_795_338_000_000_000

const CONTENT = { original: 'kept', installed: 'installed', blank: 'blank', absent: 'kept' } as const

/** The simulated twin of a cluster file's real cluster, in this process and in virtual time. */
export function simulatedWorld(file: string): World {
  const kernel = createKernel({ startUs: START_US, seed: 1 })
  const cluster = createCluster(kernel, simulatedTwin(readFileSync(file, 'utf8')))

  const call = async (method: string, ...args: JsonValue[]): Promise<JsonValue> => {
    let answer: ServiceAnswer | undefined
    cluster.handle({ method, args }, given => {
      answer = given
    })
    while (answer === undefined && kernel.step());
    if (answer?.success !== true) throw new Error(`${method}: ${JSON.stringify(answer)}`)
    return answer.result
  }

  const harep = (): HarepRun => {
    const run = startRun(kernel, cluster, runHarep(runOptions()))
    const ended = async (): Promise<HarepEnd> => {
      const outcome = finishRun(kernel, run)
      if (outcome.kind === 'threw') throw outcome.error
      return {
        exitCode: outcome.kind === 'returned' ? outcome.value : null,
        reasons: new Map(run.events.flatMap(reasonsIn)),
        told: run.events.map(event => JSON.stringify(event, inWords)).join('\n'),
      }
    }
    return { ended }
  }

  return {
    call,
    pause: async durationMs => kernel.runUntil(kernel.nowUs + durationMs * 1_000),
    harep: async () => harep(),
    powerOff: async node => cluster.powerOff(node),
    bringBack: async node => {
      cluster.powerOn(node)
      await call('SubmitJob', [
        { OP_ID: 'OP_NODE_SET_PARAMS', node_name: node, force: true, offline: false, reason: [] },
      ])
    },
    crash: async instance => cluster.crashInstance(instance),
    letOsCreationFail: async fails =>
      cluster.setOsCreationFailure(fails ? 'dummy OS: told to fail' : undefined),
    settled: async () => {},
    contents: async () =>
      new Map(
        cluster
          .snapshot()
          .instances.map(
            ({ name, disks }) =>
              [name, CONTENT[disks[0]?.content ?? 'absent']] satisfies [string, End['data']],
          ),
      ),
  }
}

/** JSON has no word for a big integer, which times in reasons are. */
function inWords(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

function reasonsIn(event: HealingEvent | RunEvent): readonly (readonly [string, string])[] {
  if (event.kind !== 'summary') return []
  return event.decisions
    .filter(({ state, reason }) => state !== 'healthy' || reason.code !== 'nodes-fine')
    .map(({ instance, reason }) => [instance, reason.code])
}
