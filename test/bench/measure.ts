import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What one run of a command took. */
export interface Cost {
  /** By the clock, from before it is started until its end is known. */
  readonly seconds: number
  /** Of the processors, all its threads together; as far as looking every few milliseconds shows it, in hundredths. */
  readonly processorSeconds: number
  /** Peak resident memory in MiB, as far as looking every few milliseconds shows it. */
  readonly memoryMiB: number
  /** Of the processors, for this process while the command ran: the server's part, if it serves the command. */
  readonly serverSeconds: number
}

/** How often the system is asked about a command that runs. */
const LOOK_MS = 5
/** In which the system counts processor time (sysconf(_SC_CLK_TCK) is 100 on every Linux). */
const TICKS_PER_SECOND = 100

/** Runs a command to its end. Throws an Error when it does not end with 0. */
export async function costOf(command: string, ...args: string[]): Promise<Cost> {
  const began = performance.now()
  const cpuBefore = process.cpuUsage()
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    complaint += text
  })
  let memoryMiB = 0
  let processorSeconds = 0
  const look = setInterval(() => {
    memoryMiB = Math.max(memoryMiB, peakMiB(child.pid))
    processorSeconds = Math.max(processorSeconds, processorSecondsOf(child.pid))
  }, LOOK_MS)
  const code = await new Promise(resolve => child.on('close', resolve))
  clearInterval(look)
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${complaint}`)
  return { seconds, processorSeconds, memoryMiB, serverSeconds: (user + system) / 1_000_000 }
}

function peakMiB(pid: number | undefined): number {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(procFile(pid, 'status'))?.[1]
  return Number(kib ?? 0) / 1024
}

/** User and system time, the fourteenth and fifteenth field; the second, in parentheses, may hold blanks. */
function processorSecondsOf(pid: number | undefined): number {
  const fields = procFile(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND
}

/** The text of a file about a process; none where it has ended. */
function procFile(pid: number | undefined, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

/** The medians of several commands, run in turns, since a machine's speed changes within a minute; each figure by itself. */
export async function mediansInTurns<const T extends readonly (() => Promise<Cost>)[]>(
  runs: number,
  commands: T,
): Promise<{ readonly [K in keyof T]: Cost }> {
  const costs: Cost[][] = commands.map(() => [])
  for (let count = 0; count < runs; count += 1) {
    for (const [index, once] of commands.entries()) costs[index]?.push(await once())
  }
  // One median for each command, in their order: what the type says, which map cannot know.
  return costs.map(median) as { readonly [K in keyof T]: Cost }
}

function median(costs: readonly Cost[]): Cost {
  const middle = (values: number[]) =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
  return {
    seconds: middle(costs.map(({ seconds }) => seconds)),
    processorSeconds: middle(costs.map(({ processorSeconds }) => processorSeconds)),
    memoryMiB: middle(costs.map(({ memoryMiB }) => memoryMiB)),
    serverSeconds: middle(costs.map(({ serverSeconds }) => serverSeconds)),
  }
}
