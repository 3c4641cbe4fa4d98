import { expect, test } from 'vitest'
import { play } from '../../../sim/play/play.ts'
import type { Stage } from '../../../sim/play/stage.ts'

test('long jobs that a slow master was still being given when the faults stopped went on for ever, and no tag could be written', () => {
  const stages: Stage[] = []
  const played = play(
    {
      description: 'All slots are filled while two master candidates are dead.',
      seed: 1,
      cluster: {
        cluster: { name: 'cluster.example.com' },
        groups: [{ name: 'default' }],
        nodes: [1, 2, 3, 4, 5, 6].map(number => ({ name: `node${number}` })),
        instances: [{ name: 'vm1', diskTemplate: 'drbd', primary: 'node4', secondary: 'node5' }],
      },
      harep: { everySeconds: 60, classic: false },
      timeline: [
        { at: 10, do: 'power-off', node: 'node2' },
        { at: 10, do: 'power-off', node: 'node3' },
        { at: 70, do: 'fill-slots' },
      ],
    },
    stage => {
      stages.push(stage)
      return []
    },
  )
  expect(played.violations).toEqual([])
  const jobs = stages.flatMap(({ cluster }) => cluster.jobs())
  expect(jobs).toHaveLength(20)
  expect(jobs.filter(({ status }) => ['queued', 'waiting', 'running'].includes(status))).toEqual([])
})
