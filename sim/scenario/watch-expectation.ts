import { bookOf } from '../invariants/watch/repair-book.ts'
import type { Observer } from '../play/observer.ts'
import type { Stage } from '../play/stage.ts'
import type { Expectation, ExpectedInstance } from './expectation.ts'

/** Holds a play against what is expected of it: `unmet` has a sentence for each thing that is not so, once it has ended. */
export function watchExpectation(
  stage: Stage,
  expect: Expectation,
): { readonly observer: Observer; readonly unmet: readonly string[] } {
  const unmet: string[] = []
  const book = bookOf(stage)
  const observer: Observer = {
    ended: () => {
      const found = Object.fromEntries(stage.cluster.snapshot().instances.map(one => [one.name, one]))
      const reasons = lastReasons(stage)
      for (const [name, expected] of Object.entries(expect.instances ?? {})) {
        const one = found[name]
        if (one === undefined) unmet.push(`instance ${name} should be there, and is not`)
        else unmet.push(...unmetOf(name, expected, factsOf(one, reasons.get(name))))
      }
      if (expect.repairs === undefined) return
      const wanted = listText(expect.repairs)
      const was = listText([...book.all()].map(({ type, instance }) => `${type} ${instance}`))
      if (was !== wanted) unmet.push(`the repairs should be ${wanted}, and are ${was}`)
    },
  }
  return { observer, unmet }
}

type Found = ReturnType<Stage['cluster']['snapshot']>['instances'][number]

function factsOf(
  { runningOn, primary, secondaries, dataLost }: Found,
  reason: ExpectedInstance['reason'],
): ExpectedInstance {
  const [secondary] = secondaries
  return {
    runs: runningOn.length > 0,
    primary,
    ...(secondary !== undefined && { secondary }),
    data: dataLost ? 'anew' : 'kept',
    ...(reason !== undefined && { reason }),
  }
}

function unmetOf(name: string, expected: ExpectedInstance, fact: ExpectedInstance): readonly string[] {
  const keys = ['runs', 'primary', 'secondary', 'data', 'reason'] as const
  return keys
    .filter(key => expected[key] !== undefined && expected[key] !== fact[key])
    .map(key => `${name}: ${key} should be ${expected[key]}, and is ${fact[key] ?? 'none'}`)
}

function listText(list: readonly string[]): string {
  return list.length === 0 ? 'none' : list.join(', ')
}

/** What the last run that got so far said of each instance. */
function lastReasons({ runs }: Stage): ReadonlyMap<string, ExpectedInstance['reason']> {
  for (const { process } of [...runs].reverse()) {
    for (const event of process.events)
      if (event.kind === 'summary')
        return new Map(event.decisions.map(({ instance, reason }) => [instance, reason.code]))
  }
  return new Map()
}
