import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SimulatedWorld } from '../../../fidelity/opcodes/opcode-world.ts'
import { type Outcomes, play } from '../../../fidelity/opcodes/play.ts'
import { STEPS } from '../../../fidelity/opcodes/probes.ts'
import { RECORDING } from '../../../fidelity/opcodes/recording.ts'

// What a real Ganeti 3.0.2 did, recorded by `HAREP_RECORD=1 npm run fidelity:opcodes`.
// The recorder's own type: JSON.parse knows none.
const recorded = JSON.parse(readFileSync(RECORDING, 'utf8')) as Outcomes
const simulated = await play(new SimulatedWorld(), STEPS)

describe('an opcode does what it did on a real Ganeti', () => {
  test.each(Object.keys(recorded))('%s', probe => {
    expect(simulated[probe]).toEqual(recorded[probe])
  })

  test('and all of them were tried', () => {
    expect(Object.keys(simulated)).toEqual(Object.keys(recorded))
  })
})
