import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from './settings.ts'

/** Where the package ganeti-htools-3.0 puts the original; not through the links, which a successor may take over. */
const FOLDER = '/usr/lib/ganeti/3.0/usr/bin'

/** Far beyond what any of these runs takes. */
const PATIENCE_MS = 120_000

const absence = existsSync(join(FOLDER, 'harep'))
  ? undefined
  : `the original is not here (${FOLDER}/harep); to run these tests: apt-get install ganeti-htools-3.0`

/** Whether to leave these tests out, which is said once. In CI they are not left out but fail. */
export const isSkipped = absence !== undefined && !settings.isCi
if (isSkipped) console.log(`skipped: ${absence}`)

/** How a process ended, and what it wrote; the exit code is null where a signal ended it. */
export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export type DebianTool = 'harep' | 'hinfo' | 'hbal' | 'hcheck' | 'hspace' | 'hroller'

/**
 * Runs one of Debian's tools to its end. The locale is one in which the original can print anything; the time zone is
 * this process's, which is ours, too. Throws an Error where the tool is not installed.
 */
export function runDebian(tool: DebianTool, args: readonly string[]): Promise<Ended> {
  if (absence !== undefined) throw new Error(absence)
  const { HTOOLS: _tool, GANETI_ROOTDIR: _root, ...environment } = process.env
  const options = {
    env: { ...environment, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
    timeout: PATIENCE_MS,
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
  } as const
  return new Promise(resolve => {
    const child = execFile(join(FOLDER, tool), [...args], options, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode, stdout, stderr }),
    )
    child.stdin?.end()
  })
}

/** The version that the original puts into its comments and reasons. */
export async function debianVersion(): Promise<string> {
  const { stdout } = await runDebian('harep', ['--version'])
  const version = /^harep \(ganeti\) version (\S+)$/m.exec(stdout)?.[1]
  if (version === undefined) throw new Error(`Debian's harep does not say its version: ${stdout}`)
  return version
}
