import type { Happening } from '../../../sim/faults/all.ts'
import { play } from '../../../sim/play/play.ts'
import type { Stage } from '../../../sim/play/stage.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'
import { formatFullTrace } from '../../../sim/trace/format-trace.ts'
import { recordTrace } from '../../../sim/trace/record-trace.ts'

const MAY = 'ganeti:watcher:autorepair:reinstall'

/** Four nodes; node2, where both instances have their primary, dies and is marked: at 300 s harep fails vm1 over. */
const DEATH: readonly Happening[] = [
  { at: 10, do: 'power-off', node: 'node2' },
  { at: 20, do: 'mark-offline', node: 'node2' },
]

function scenarioOf(timeline: readonly Happening[]): Scenario {
  return {
    description: 'One fault beside a dead node.',
    seed: 1,
    cluster: {
      cluster: { name: 'cluster.example.com', tags: [MAY] },
      groups: [{ name: 'default' }],
      nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
      instances: [
        { name: 'vm1', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', memoryMiB: 512 },
        { name: 'vm2', diskTemplate: 'plain', primary: 'node2', memoryMiB: 512, tags: ['owner:anna'] },
        { name: 'vm3', diskTemplate: 'drbd', primary: 'node3', secondary: 'node4', memoryMiB: 512 },
      ],
    },
    harep: { everySeconds: 300, classic: false },
    timeline,
  }
}

/** What somebody sees who looks at the world at some times of a play. */
export interface Seen {
  /** The looks, in the order of their times; the last one is after the end. */
  readonly looks: readonly unknown[]
  readonly trace: string
  readonly tookPlace: readonly boolean[]
}

/** Plays faults beside the dead node, and looks by `look` at each of these times, in seconds, and when all is over. */
export function see(
  faults: readonly Happening[],
  look: (stage: Stage) => unknown,
  times: readonly number[],
  before: readonly Happening[] = DEATH,
): Seen {
  const timeline = [...before, ...faults].sort((a, b) => a.at - b.at)
  const looks: unknown[] = []
  const tookPlace: boolean[] = []
  let trace: ReturnType<typeof recordTrace> | undefined
  play(scenarioOf(timeline), stage => {
    trace = recordTrace(stage)
    for (const time of times) stage.kernel.after(time * 1_000_000, () => looks.push(look(stage)))
    return [
      trace.observer,
      {
        happened: what => {
          if (faults.some(one => one.do === what.fault)) tookPlace.push(what.tookPlace)
        },
        ended: () => looks.push(look(stage)),
      },
    ]
  })
  return { looks, tookPlace, trace: formatFullTrace(trace?.entries ?? []) }
}
