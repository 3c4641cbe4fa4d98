import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { play } from '../../../sim/play/play.ts'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'

const CORPUS = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'corpus')

function corpus(name: string): Scenario {
  const path = join(CORPUS, `${name}.yaml`)
  return parseScenario(readFileSync(path, 'utf8'), path)
}

/** A plain instance whose node is dead, and less is allowed than it needs. */
function forbidden(classic: boolean): Scenario {
  return {
    description: 'A node dies, and less is allowed than its instance needs.',
    seed: 1,
    cluster: {
      cluster: { name: 'cluster.example.com', tags: ['ganeti:watcher:autorepair:fix-storage'] },
      groups: [{ name: 'default' }],
      nodes: [1, 2, 3].map(number => ({ name: `node${number}` })),
      instances: [{ name: 'web', diskTemplate: 'plain', primary: 'node2' }],
    },
    harep: { everySeconds: 300, classic },
    timeline: [
      { at: 0, do: 'power-off', node: 'node2' },
      { at: 0, do: 'mark-offline', node: 'node2' },
    ],
  }
}

const hours = (seconds: number) => Math.floor(seconds / 3_600)

test('the original, which puts a refusal on record anew in each run, is watched for eight runs', () => {
  expect(play(forbidden(true))).toMatchObject({ violations: [], runs: 8 })
  expect(play(forbidden(false)).runs).toBeLessThan(5)
})

test('a queue in which nothing moves any more, since a job file is lost, is watched for 40 runs once all is calm', () => {
  const { violations, runs, simulatedSeconds } = play(corpus('refused-failed-and-tried-again-for-two-hours'))
  expect([violations, runs - 2, hours(simulatedSeconds)]).toEqual([[], 40, 3])
})
