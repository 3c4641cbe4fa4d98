import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What one run of a command took. */
export interface Cost {
  readonly seconds: number
  /** Peak resident memory in MiB, as far as looking every few milliseconds shows it. */
  readonly memoryMiB: number
}

/** Runs a command to its end. Throws an Error when it does not end with 0. */
export async function costOf(command: string, ...args: string[]): Promise<Cost> {
  const began = performance.now()
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    complaint += text
  })
  let memoryMiB = 0
  const look = setInterval(() => {
    memoryMiB = Math.max(memoryMiB, peakMiB(child.pid))
  }, 5)
  const code = await new Promise(resolve => child.on('close', resolve))
  clearInterval(look)
  const seconds = (performance.now() - began) / 1000
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${complaint}`)
  return { seconds, memoryMiB }
}

function peakMiB(pid: number | undefined): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kib ?? 0) / 1024
  } catch {
    return 0
  }
}

/** The median of some runs, each figure by itself. */
export async function medianCost(runs: number, once: () => Promise<Cost>): Promise<Cost> {
  const [median] = await mediansInTurns(runs, [once])
  return median
}

/** The medians of several commands, run in turns. */
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
    memoryMiB: middle(costs.map(({ memoryMiB }) => memoryMiB)),
  }
}
