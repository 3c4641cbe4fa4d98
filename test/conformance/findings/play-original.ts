import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faultOf } from '../../../sim/faults/all.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import { LuxiServer } from '../../../sim/luxi-server/luxi-server.ts'
import type { HarepRun } from '../../../sim/play/harep-run.ts'
import { Stage } from '../../../sim/play/stage.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'
import { recordTrace } from '../../../sim/trace/record-trace.ts'
import type { TraceEntry } from '../../../sim/trace/trace-entry.ts'
import { isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { runDebian } from '../debian-tools.ts'

/**
 * What the calls of the original take, in simulated microseconds: it sleeps half a second before it looks after a job; and luxid
 * asks every node for live data when nodes or instances are queried. All else is at once.
 */
const COSTS_US: Readonly<Record<string, number>> = { QueryJobs: 1_500_000, Query: 1_000_000 }
const OTHER_COST_US = 20_000

/**
 * Plays a scenario with Debian's own harep in the place of ours: the timeline happens, and cron starts the real binary, which
 * talks to the simulated luxid over a real socket, every `everySeconds`. Time is virtual, and goes on with each call: so the same
 * scenario gives the same trace every time.
 */
export async function playOriginal(scenario: Scenario, runs: number): Promise<readonly TraceEntry[]> {
  const stage = new Stage(scenario)
  const { kernel, cluster } = stage
  const { observer, entries } = recordTrace(stage)
  stage.observers.push(observer)
  for (const happening of scenario.timeline) {
    const { name: fault, layer, text, apply } = faultOf(happening)
    const about = 'node' in happening ? happening.node : undefined
    kernel.after(Math.round(happening.at * 1_000_000), () => {
      const tookPlace = apply(stage)
      observer.happened?.({ fault, layer, text: text(), about, tookPlace })
    })
  }
  const lastUs = Math.max(0, ...scenario.timeline.map(({ at }) => Math.round(at * 1_000_000)))
  kernel.after(lastUs, () => observer.calmBegan?.())
  const folder = mkdtempSync(join(tmpdir(), 'harep-finding-'))
  const path = join(folder, 'luxi')
  const service: LuxiService = {
    unparsable: text => cluster.unparsable(text),
    handle: (request, reply) => {
      const dueUs = kernel.nowUs + (COSTS_US[methodOf(request)] ?? OTHER_COST_US)
      let isAnswered = false
      cluster.handle(request, answer => {
        isAnswered = true
        reply(answer)
      })
      // Nobody else lets time go on: an answer that takes some would never come.
      while (!isAnswered && kernel.step()) {}
      kernel.runUntil(Math.max(kernel.nowUs, dueUs))
    },
  }
  const defects: unknown[] = []
  const server = await LuxiServer.listen({ path, service, onDefect: error => defects.push(error) })
  const told: TraceEntry[] = []
  try {
    for (let run = 1; run <= runs; run += 1) {
      kernel.runUntil(nextStartUs(stage))
      const one: HarepRun = {
        ...{ number: run, program: 'original', node: stage.runningMaster ?? '', startUs: kernel.nowUs },
        wire: [],
        process: { events: [], effects: [], outcome: undefined, kill: () => {} },
      }
      observer.runStarted?.(one)
      const { exitCode, stdout, stderr } = await runDebian('harep', [`-L${path}`])
      for (const text of `${stdout}${stderr}`.split('\n').filter(line => line.trim() !== ''))
        told.push({ atUs: stage.elapsedUs, kind: 'told', run, instance: undefined, text: steady(text) })
      const value = exitCode === 0 ? 0 : 1
      observer.runEnded?.({ ...one, process: { ...one.process, outcome: { kind: 'returned', value } } })
    }
    kernel.runUntil(nextStartUs(stage))
  } finally {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  if (defects.length > 0) throw defects[0]
  return merged(entries, told)
}

function methodOf(request: JsonValue): string {
  return isJsonObject(request) ? String(request['method']) : ''
}

/** As with a lock in cron: where a run goes on for longer than that, a turn is left out. */
function nextStartUs({ kernel, elapsedUs, setting }: Stage): number {
  const everyUs = setting.harep.everySeconds * 1_000_000
  return kernel.nowUs - elapsedUs + (Math.floor(elapsedUs / everyUs) + 1) * everyUs
}

/** What a run told stands before its end. */
function merged(entries: readonly TraceEntry[], told: readonly TraceEntry[]): readonly TraceEntry[] {
  return entries.flatMap(entry => {
    if (entry.kind !== 'run-ended') return [entry]
    return [...told.filter(line => line.kind === 'told' && line.run === entry.run), entry]
  })
}

/** Ids and times of the original are other ones each time. */
function steady(text: string): string {
  return text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '(id)')
    .replace(/:\d{10}(?=[:"\s]|$)/g, ':(time)')
}
