import { expect, test } from 'vitest'
import type { HarepRun } from '../../../sim/play/harep-run.ts'
import { play } from '../../../sim/play/play.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'

/*
 * A run dies between its hold and its submission, and then the clock is set back by a day: the hold seems to be of a time to come, and
 * jobs under it could appear for as long as the clock takes to be there again. Until then nothing was repaired.
 */
const SCENARIO: Scenario = {
  description: 'A run dies right after its hold is placed, and the clock is set back.',
  seed: 1,
  cluster: {
    cluster: {
      name: 'cluster.example.com',
      hypervisor: 'fake',
      tags: ['ganeti:watcher:autorepair:failover'],
    },
    groups: [{ name: 'default' }],
    nodes: [1, 2, 3].map(number => ({ name: `node${number}` })),
    instances: [
      { name: 'web', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', memoryMiB: 512 },
      { name: 'mail', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', memoryMiB: 512 },
    ],
  },
  harep: { everySeconds: 300, classic: false },
  timeline: [
    { at: 100, do: 'power-off', node: 'node2' },
    { at: 130, do: 'mark-offline', node: 'node2' },
  ],
}

test('a hold that seems to be of a time to come is counted from now on, and goes', () => {
  let runs: readonly HarepRun[] = []
  play(SCENARIO, stage => {
    runs = stage.runs
    return []
  })
  const effect =
    runs[0]?.process.effects.findIndex(one => one.kind === 'luxi' && one.method === 'SubmitManyJobs') ?? 0
  expect(effect).toBeGreaterThan(0)
  const timeline: Scenario['timeline'] = [
    ...SCENARIO.timeline,
    { at: 140, do: 'harep-dies', effect, when: 'before' },
    { at: 400, do: 'clock-jumps', seconds: -86_400 },
  ]
  let areUp: readonly boolean[] = []
  const { violations } = play({ ...SCENARIO, timeline }, stage => [
    {
      ended: () => {
        const { guests } = stage.node('node3').hardware
        areUp = ['web', 'mail'].map(name => guests.has(stage.instance(name).uuid))
      },
    },
  ])
  expect(violations).toEqual([])
  expect(areUp).toEqual([true, true])
})
