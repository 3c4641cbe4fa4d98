import type { Environment } from '../../src/cli/environment.ts'
import { harep as command } from '../../src/cli/harep.ts'
import { formatUtcTime } from '../../src/cli/utc-time.ts'

export type { Environment }

/** Runs the command in this process, and returns all that it printed. */
export async function harep(
  args: readonly string[],
  environment: Partial<Environment> = {},
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const printed = { out: '', err: '' }
  const code = await command(args, {
    environment: { GANETI_ROOTDIR: undefined, HTOOLS: undefined, ...environment },
    platform: { nodeVersion: '20.0.0', system: 'linux', architecture: 'x64' },
    version: '1.2.3',
    formatTime: formatUtcTime,
    writer: {
      out: text => {
        printed.out += text
      },
      err: text => {
        printed.err += text
      },
    },
  })
  return { code, ...printed }
}
