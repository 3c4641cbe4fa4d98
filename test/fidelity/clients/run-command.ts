import { execFile } from 'node:child_process'

/** Far beyond what any of these commands takes. */
const PATIENCE_MS = 120_000

/** How a command ended, and what it wrote. */
export interface CommandEnd {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a command to its end, without standard input. Throws what keeps it from being started. Some of Ganeti's commands
 * print in the order of a Python set, which is another one in each process but for a fixed seed of its hashes.
 */
export function runCommand(
  [file = '', ...args]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<CommandEnd> {
  const options = {
    env: {
      ...process.env,
      LANG: 'C.UTF-8',
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      PYTHONHASHSEED: '0',
      ...environment,
    },
    timeout: PATIENCE_MS,
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
  } as const
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      if (error !== null && child.exitCode === null) reject(error)
      else resolve({ exitCode: child.exitCode, stdout, stderr })
    })
    child.stdin?.end()
  })
}
