import { expect, test } from 'vitest'
import { countHits } from '../../../sim/coverage/count-hits.ts'
import { addHits, noHits } from '../../../sim/coverage/hits.ts'
import { missing } from '../../../sim/coverage/missing.ts'
import { play } from '../../../sim/play/play.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'

const SCENARIO: Scenario = {
  description: 'The primary node dies.',
  seed: 1,
  harep: { everySeconds: 300, classic: false },
  cluster: {
    cluster: { name: 'cluster', tags: ['ganeti:watcher:autorepair:failover'] },
    groups: [{ name: 'g1' }],
    nodes: [{ name: 'n1' }, { name: 'n2' }, { name: 'n3' }, { name: 'n4' }],
    instances: [{ name: 'vm1', diskTemplate: 'drbd', primary: 'n2', secondary: 'n3' }],
  },
  timeline: [
    { at: 10, do: 'power-off', node: 'n2' },
    { at: 20, do: 'power-off', node: 'n2' },
    { at: 400, do: 'mark-offline', node: 'n2' },
  ],
}

function hitsOf(scenario: Scenario) {
  const hits = noHits()
  play(scenario, stage => [countHits(stage, hits)])
  return hits
}

test('what took place is counted, what a run said, and the row behind each repair that it began', () => {
  const hits = hitsOf(SCENARIO)
  expect(hits.faults).toStrictEqual({ 'power-off': 1, 'mark-offline': 1 })
  expect(hits.branches).toMatchObject({
    'any node-silent': 1,
    'drbd primary-offline FAILOVER': 1,
    'drbd secondary-offline REPLACE_DISKS': 1,
  })
  expect(hits.reasons).toMatchObject({ 'node-silent': 1, 'repair-submitted': 2 })
  expect(hits.changes).toMatchObject({ 'nodes-fine node-silent': 1, 'node-silent repair-submitted': 1 })
  expect(Object.keys(hits.outcomes)).toStrictEqual(['0'])
})

test('hits add up, and tell what is new', () => {
  const sum = noHits()
  expect(addHits(sum, hitsOf(SCENARIO))).toBeGreaterThan(5)
  expect(addHits(sum, hitsOf(SCENARIO))).toBe(0)
  expect(sum.faults['power-off']).toBe(2)
})

test('what was not hit is missing, but for what cannot be hit', () => {
  const before = missing(noHits())
  const after = missing(hitsOf(SCENARIO))
  expect(before).toContainEqual({ kind: 'fault', what: 'power-off' })
  expect(before).toContainEqual({ kind: 'branch', what: 'drbd primary-offline FAILOVER' })
  expect(after).not.toContainEqual({ kind: 'fault', what: 'power-off' })
  expect(after).not.toContainEqual({ kind: 'branch', what: 'drbd primary-offline FAILOVER' })
  expect(after).toContainEqual({ kind: 'fault', what: 'drain' })
  expect(before.map(({ what }) => what)).not.toContain('would-submit')
})
