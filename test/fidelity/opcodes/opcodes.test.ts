import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { absence, clusterFile, isCi } from '../../ganeti/real-cluster.ts'
import { RealWorld, SimulatedWorld } from './opcode-world.ts'
import { differences, play } from './play.ts'
import { STEPS } from './probes.ts'
import { RECORDING } from './recording.ts'

const skip = absence !== undefined && !isCi
if (skip) console.log(`skipped: ${absence}`)

// With HAREP_RECORD set, what the real one did is kept for the test that has none (test/sim/ganeti/opcodes).
test.skipIf(skip)('single opcodes do the same on a real Ganeti and on the simulated one', async () => {
  const real = await play(new RealWorld(clusterFile('opcodes.cluster')), STEPS)
  if (process.env['HAREP_RECORD'] !== undefined) {
    const lines = Object.entries(real).map(
      ([probe, outcome]) => `${JSON.stringify(probe)}:${JSON.stringify(outcome)}`,
    )
    writeFileSync(RECORDING, `{\n${lines.join(',\n')}\n}\n`)
  }
  const different = differences(real, await play(new SimulatedWorld(), STEPS))
  const probes = Object.keys(real).length
  console.log(`${probes - Object.keys(different).length} of ${probes} probes the same`)
  expect(different).toEqual({})
})
