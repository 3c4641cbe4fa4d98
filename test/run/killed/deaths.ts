import { finishRun, type SimulatedRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import type { Effect } from '../../../src/run/effects.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { runOptions, type TestOptions } from '../world.ts'
import { changes } from './play.ts'
import type { Stage } from './stage.ts'

/**
 * Where a run dies. `before` the world sees effect number `effect`; `after` it, when the run does not see the answer;
 * `while` luxid is still about what it was asked then or next, which it goes on with.
 */
export interface Death {
  readonly effect: number
  readonly when: 'before' | 'while' | 'after'
}

/**
 * All deaths of a run with these effects that a cluster can tell apart: after one effect is before the next one, and what
 * only asks the clock, makes a UUID or tells somebody leaves the cluster, and the time, as they were.
 */
export function deathsOf(effects: readonly Effect[], stride = 1): readonly Death[] {
  const deaths = effects.flatMap((effect, index): readonly Death[] => {
    const before = effects[index - 1]
    const isNew = before === undefined || ['connect', 'luxi', 'sleep'].includes(before.kind)
    return [
      ...(isNew ? [{ effect: index, when: 'before' } as const] : []),
      ...(changes(effect) ? [{ effect: index, when: 'while' } as const] : []),
    ]
  })
  const all: readonly Death[] = [...deaths, { effect: effects.length - 1, when: 'after' }]
  return all.filter((_, index) => index % stride === 0)
}

/** A run that dies so, or ends before. Gives whether it died. */
export function harepDies(stage: Stage, options: TestOptions | undefined, { effect, when }: Death): boolean {
  const run = when === 'while' ? dyingWhile() : stage.harep(options, { effect, when })
  return run.outcome?.kind === 'killed'

  function dyingWhile(): SimulatedRun<0 | 1> {
    let started: SimulatedRun<0 | 1> | undefined
    const service: LuxiService = {
      ...stage.cluster,
      handle: (request, reply) => {
        stage.cluster.handle(request, reply)
        if (started !== undefined && started.effects.length > effect) started.kill()
      },
    }
    started = startRun(stage.kernel, service, runHarep(runOptions(options)))
    finishRun(stage.kernel, started)
    return started
  }
}
