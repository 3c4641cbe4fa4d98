import { expect, test } from 'vitest'
import { execError } from '../../../sim/ganeti/ganeti-failure.ts'
import { play } from '../../../sim/play/play.ts'
import type { Stage } from '../../../sim/play/stage.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'

const PREFIX = 'ganeti:watcher:autorepair:'

/** A node dies for good on which an instance has its only disks. */
function scenario(settleSeconds: number, ...tags: readonly string[]): Scenario {
  return {
    description: 'A node dies, and harep waits.',
    seed: 1,
    cluster: {
      cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
      groups: [{ name: 'default' }],
      nodes: [1, 2, 3, 4, 5].map(number => ({ name: `node${number}` })),
      instances: [
        {
          ...{ name: 'cache', diskTemplate: 'plain', primary: 'node2', memoryMiB: 512 },
          tags: [`${PREFIX}reinstall`, ...tags],
        },
      ],
    },
    harep: { everySeconds: 300, classic: false, settleSeconds },
    timeline: [
      { at: 100, do: 'power-off', node: 'node2' },
      { at: 130, do: 'mark-offline', node: 'node2' },
    ],
  }
}

/** Where the instance is in the end, and what the play took. */
function played(what: Scenario, prepare: (stage: Stage) => void = () => {}) {
  let end: Stage | undefined
  const { violations, runs, simulatedSeconds } = play(what, stage => {
    end = stage
    prepare(stage)
    return []
  })
  const instance = end?.instance('cache')
  return {
    ...{ violations, runs },
    hours: Math.floor(simulatedSeconds / 3600),
    primary: end?.truth.node(instance?.primaryUuid ?? '').name,
  }
}

test('a settle time is waited out, and what can be healed then is', () => {
  const { violations, primary, hours, runs } = played(scenario(3_600))
  expect(violations).toEqual([])
  expect(primary).not.toBe('node2')
  expect(hours).toBe(1)
  // The runs of that hour, which would find nothing to do, are left out.
  expect(runs).toBeLessThan(10)
})

test('a suspension is waited out where it ends soon, and not where it ends tomorrow', () => {
  const until = (seconds: number) => `${PREFIX}suspend:${1_795_338_000 + seconds}`
  expect(played(scenario(0, until(5_000)))).toMatchObject({
    violations: [],
    primary: expect.not.stringMatching('node2'),
  })
  expect(played(scenario(0, until(90_000)))).toMatchObject({ violations: [], primary: 'node2', hours: 0 })
})

test('an hour before the third attempt is waited out', () => {
  const fails = (stage: Stage) => {
    const failed = new Set<number>()
    stage.observers.push({
      jobWritten: ({ id, opcodes }) => {
        if (failed.size === 2 || failed.has(id)) return
        if (!opcodes.some(({ OP_ID: opId }) => opId === 'OP_INSTANCE_RECREATE_DISKS')) return
        failed.add(id)
        stage.cluster.failNext('OP_INSTANCE_RECREATE_DISKS', execError('a disk is broken'))
      },
    })
  }
  expect(played(scenario(0), fails)).toMatchObject({
    violations: [],
    hours: 1,
    primary: expect.not.stringMatching('node2'),
  })
})
