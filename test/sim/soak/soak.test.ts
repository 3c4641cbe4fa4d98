import { expect, test } from 'vitest'
import { noHits } from '../../../sim/coverage/hits.ts'
import type { Batch, BatchResult } from '../../../sim/explore/batch.ts'
import { findingKey } from '../../../sim/soak/finding-key.ts'
import { EMPTY_LEDGER, type Ledger, nextScenario } from '../../../sim/soak/ledger.ts'
import { type SoakPorts, soak } from '../../../sim/soak/soak.ts'
import { aFinding, aLedger, aSoak } from './builders.ts'

/** Whoever plays finds that in each batch. Time goes on by four seconds a batch. */
function world(found: string | undefined) {
  const batches: Batch[] = []
  const kept: Ledger[] = []
  let nowMs = Date.UTC(2026, 10, 27)
  const ports: SoakPorts = {
    players: {
      size: 1,
      play: batch => {
        batches.push(batch)
        nowMs += 4_000
        const failures = found === undefined ? [] : [{ index: 0, seed: 3, invariant: 'holds', what: found }]
        const result: BatchResult = {
          ...{ runs: batch.count, hash: [0, 0], simulatedSeconds: 60, violations: failures.length },
          ...{ hits: { ...noHits(), faults: { drain: 1 } }, failures, failed: failures.length },
        }
        return Promise.resolve(result)
      },
    },
    nowMs: () => nowMs,
    isInterrupted: () => false,
    stillFails: scenario => (scenario === 'unreadable' ? undefined : scenario !== 'heals'),
    smallest: seed => `small ${seed}`,
    scenarioText: seed => `whole ${seed}`,
    keep: ledger => kept.push(ledger),
  }
  return { ports, batches, kept }
}

const PLAN = { id: 'now', seed: 1, timeSeconds: 30 }

test('a soak plays until its time is over, and keeps what it has while it goes on', async () => {
  const { ports, batches, kept } = world('vm1 is wrong')
  const { ledger, end } = await soak(EMPTY_LEDGER, PLAN, ports)
  expect(end).toBe('time')
  const [played] = ledger.soaks
  expect(played).toMatchObject({
    id: 'now',
    first: 0,
    scenarios: batches.length * 50,
    began: '2026-11-27T00:00:00Z',
  })
  expect(kept.length).toBeGreaterThan(3)
  expect(kept[0]?.soaks).toMatchObject([{ scenarios: 0 }])
  // Before it is made smaller, which may take long, what was found is on record as it is.
  expect(kept.at(-2)?.findings).toMatchObject([{ scenario: 'whole 3' }])
  expect(kept.at(-1)).toEqual(ledger)
  expect(ledger.findings).toMatchObject([{ key: 'holds: vm# is wrong', status: 'new', scenario: 'small 3' }])
})

test('the next soak goes on with the scenarios after those of the last one, of the same seed', async () => {
  const before = aLedger(
    [aSoak({ first: 40, scenarios: 60 }), aSoak({ id: 'b', seed: 2, scenarios: 900 })],
    [],
  )
  expect(nextScenario(before, 1)).toBe(100)
  const { ports, batches } = world(undefined)
  const { ledger } = await soak(before, PLAN, ports)
  expect(batches[0]).toMatchObject({ sweepSeed: 1, first: 100 })
  expect(ledger.soaks).toHaveLength(3)
  expect(nextScenario(ledger, 1)).toBe(100 + batches.length * 50)
})

test('known findings are played again first: still so, fixed, back again, or as they were where nobody can read them', async () => {
  const before = aLedger(
    [],
    [
      aFinding({ key: 'k1', status: 'new', scenario: 'fails' }),
      aFinding({ key: 'k2', status: 'known', scenario: 'heals' }),
      aFinding({ key: 'k3', status: 'fixed', scenario: 'fails' }),
      aFinding({ key: 'k4', status: 'known', scenario: 'unreadable' }),
    ],
  )
  const { ports, kept } = world(undefined)
  const { ledger } = await soak(before, PLAN, ports)
  expect(ledger.findings.map(({ status }) => status)).toEqual(['known', 'fixed', 'back', 'known'])
  // That is on record before anything new is played.
  expect(kept[0]?.findings).toEqual(ledger.findings)
})

test('what is met again is no second finding; a fixed one that is met again is back', async () => {
  const { ports } = world('vm7 is wrong')
  const known = aFinding({ status: 'known', scenario: 'fails' })
  const again = await soak(aLedger([], [known]), PLAN, ports)
  expect(again.ledger.findings).toMatchObject([{ status: 'known', scenario: 'fails', what: 'vm1 is wrong' }])
  const fixed = await soak(aLedger([], [aFinding({ status: 'known', scenario: 'heals' })]), PLAN, ports)
  expect(fixed.ledger.findings).toMatchObject([{ status: 'back', scenario: 'small 3', what: 'vm7 is wrong' }])
})

test('an interrupted soak keeps what it has', async () => {
  const { ports, batches, kept } = world(undefined)
  const { end } = await soak(EMPTY_LEDGER, PLAN, { ...ports, isInterrupted: () => batches.length > 1 })
  expect(end).toBe('interrupted')
  expect(kept.at(-1)?.soaks).toMatchObject([{ scenarios: batches.length * 50 }])
})

test('a finding has the same key whatever names, ids and numbers are in it, and wherever in the program it was', () => {
  const at = (what: string) => findingKey({ invariant: 'i', what })
  expect(at('job 7 of vm1 at 3.5 s')).toBe(at('job 12 of vm22 at 4 s'))
  expect(at('repair 2551875f-6642-4158-8011-2ddb66d5a2a9')).toBe('i: repair ID')
  expect(at('Error: x\n  at a.ts:1')).toBe(at('Error: x\n  at b.ts:9'))
  expect(at('a')).not.toBe(at('b'))
})
