import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateScenario } from '../../../sim/generate/generate-scenario.ts'
import { formatScenario } from '../../../sim/scenario/format-scenario.ts'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import { small } from './small.ts'

test('what is written is read as the same scenario', () => {
  fc.assert(
    fc.property(fc.nat(), seed => {
      const scenario = generateScenario(seed)
      expect(parseScenario(formatScenario(scenario), 'f.yaml')).toStrictEqual(scenario)
    }),
    { numRuns: 300, seed: 5 },
  )
})

test('it is readable', () => {
  const text = small({}, 'expect: { instances: { web1: { runs: true } }, repairs: [failover web1] }\n')
  expect(formatScenario(parseScenario(text, 'my.yaml'))).toBe(`description: It dies.
seed: 1
harep:
  everySeconds: 5m
  classic: false

cluster:
  cluster:
    name: c
  groups:
    - { name: rack1 }
  nodes:
    - { name: node1 }
    - { name: node2 }
    - { name: node3 }
  instances:
    - { name: web1, diskTemplate: drbd, primary: node2, secondary: node3 }

timeline:
  - { at: 5m, do: power-off, node: node2 }
  - { at: 6m, do: mark-offline, node: node2 }

expect:
  instances:
    web1:
      runs: true
  repairs:
    - failover web1
`)
})
