import * as v from 'valibot'
import { expect, test } from 'vitest'
import { CLUSTER_FILE_SCHEMA } from '../../../sim/cluster-file/cluster-file-schema.ts'
import { findContradiction } from '../../../sim/cluster-file/cross-references.ts'
import { FAULTS } from '../../../sim/faults/all.ts'
import { generateScenario } from '../../../sim/generate/generate-scenario.ts'
import { Stage } from '../../../sim/play/stage.ts'

const SEEDS = Array.from({ length: 2_000 }, (_, index) => index * 7_919_999)
const SCENARIOS = SEEDS.map(generateScenario)

test('one seed is one scenario', () => {
  expect(generateScenario(42)).toStrictEqual(generateScenario(42))
  expect(generateScenario(43)).not.toStrictEqual({ ...generateScenario(42), seed: 43 })
  expect(generateScenario(2 ** 32 + 1).cluster).not.toStrictEqual(generateScenario(1).cluster)
})

test('a scenario survives JSON', () => {
  for (const scenario of SCENARIOS) expect(JSON.parse(JSON.stringify(scenario))).toStrictEqual(scenario)
})

test('every cluster is one that a cluster file may hold', () => {
  for (const { cluster } of SCENARIOS) {
    expect(v.safeParse(CLUSTER_FILE_SCHEMA, cluster).issues).toBeUndefined()
    expect(findContradiction(cluster)).toBeUndefined()
  }
})

test('the timeline is in the order of its times, and names what is there', () => {
  for (const scenario of SCENARIOS) {
    const stage = new Stage(scenario)
    const times = scenario.timeline.map(({ at }) => at)
    expect(times).toStrictEqual([...times].sort((a, b) => a - b))
    for (const happening of scenario.timeline) {
      if ('node' in happening) stage.node(happening.node)
      if ('instance' in happening) stage.instance(String(happening.instance))
    }
  }
})

test('every fault is drawn', () => {
  const drawn = new Set(SCENARIOS.flatMap(({ timeline }) => timeline.map(one => one.do)))
  expect([...drawn].sort()).toStrictEqual(FAULTS.map(({ name }) => name).sort())
})

test('every template is drawn', () => {
  const drawn = new Set(SCENARIOS.flatMap(({ cluster }) => cluster.instances.map(one => one.diskTemplate)))
  expect([...drawn].sort()).toStrictEqual([
    'blockdev',
    'diskless',
    'drbd',
    'ext',
    'file',
    'gluster',
    'plain',
    'rbd',
    'sharedfile',
  ])
})

test('what a scenario has differs from seed to seed', () => {
  const faults = SCENARIOS.map(({ timeline }) => [...new Set(timeline.map(one => one.do))].sort().join(' '))
  expect(new Set(faults).size).toBeGreaterThan(200)
})
