import { harep } from './harep.ts'
import { formatLocalTime } from './local-time.ts'
import { readEnvironment, readPlatform } from './ports.ts'
import { version } from './version.ts'
import { processWriter } from './writer.ts'

void harep(process.argv.slice(2), {
  environment: readEnvironment(),
  platform: readPlatform(),
  version,
  writer: processWriter(),
  formatTime: formatLocalTime,
}).then(code => {
  // Set, not called with: process.exit would cut off what a pipe has not taken yet.
  process.exitCode = code
})
