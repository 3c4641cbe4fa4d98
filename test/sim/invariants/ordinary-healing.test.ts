import { expect, test } from 'vitest'
import { play } from '../../../sim/play/play.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'
import { ALLOW } from './by-hand.ts'

/** A node dies that has instances of all kinds, is marked offline, and comes back in the end. */
const SCENARIO: Scenario = {
  description: 'A node dies, and what can be brought back is.',
  seed: 1,
  cluster: {
    cluster: { name: 'cluster.example.com', hypervisor: 'fake', tags: [`${ALLOW}reinstall`] },
    groups: [{ name: 'default' }],
    nodes: [1, 2, 3, 4].map(number => ({ name: `node${number}` })),
    instances: [
      { name: 'web', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', memoryMiB: 512 },
      { name: 'mail', diskTemplate: 'drbd', primary: 'node4', secondary: 'node2', memoryMiB: 512 },
      { name: 'cache', diskTemplate: 'plain', primary: 'node2', memoryMiB: 512 },
      { name: 'files', diskTemplate: 'sharedfile', primary: 'node2', memoryMiB: 512 },
      { name: 'spare', diskTemplate: 'drbd', primary: 'node2', secondary: 'node1', adminState: 'offline' },
    ],
  },
  harep: { everySeconds: 300, classic: false },
  timeline: [
    { at: 100, do: 'power-off', node: 'node2' },
    { at: 130, do: 'mark-offline', node: 'node2' },
  ],
}

test('no invariant says anything against an ordinary healing', () => {
  expect(play(SCENARIO).violations).toEqual([])
})
