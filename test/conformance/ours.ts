import { harep } from '../../src/cli/harep.ts'
import { formatLocalTime } from '../../src/cli/local-time.ts'
import { readPlatform } from '../../src/cli/ports.ts'
import type { Harep } from './story.ts'

/** Our harep in this process, with the version number of the original: it stands in the jobs' comments. */
export function ourClassicHarep(version: string): Harep {
  return async args => {
    let stdout = ''
    let stderr = ''
    const exitCode = await harep(['--classic', ...args], {
      environment: { GANETI_ROOTDIR: undefined, HTOOLS: undefined },
      platform: readPlatform(),
      version,
      writer: {
        out: text => {
          stdout += text
        },
        err: text => {
          stderr += text
        },
      },
      formatTime: formatLocalTime,
    })
    return { exitCode, stdout, stderr }
  }
}
