import { version } from '../../src/cli/version.ts'
import { processWriter } from '../../src/cli/writer.ts'
import { harepSim } from './harep-sim.ts'

void harepSim(process.argv.slice(2), { version, writer: processWriter() }).then(code => {
  // Set, not called with: process.exit would cut off what a pipe has not taken yet.
  process.exitCode = code
})
