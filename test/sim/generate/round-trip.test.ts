import { expect, test } from 'vitest'
import { generateScenario } from '../../../sim/generate/generate-scenario.ts'
import { formatScenario } from '../../../sim/scenario/format-scenario.ts'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'

test('every generated scenario is the same after it was written to a file and read again', () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const scenario = generateScenario(seed * 104_729)
    expect(parseScenario(formatScenario(scenario), 'generated.yaml')).toStrictEqual(scenario)
  }
})
