import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { printRow } from './rows.ts'

/** What playing-program.ts measures, in milliseconds of processor time. */
export interface PlayingTimes {
  /** A scenario of the mix that `harep-sim explore` plays: made, played with all invariants, counted and hashed; the mean. */
  readonly scenarioMs: number
  /** A day of ten nodes and fifty instances, in which nothing happens; and one in which a node dies in the morning. */
  readonly quietDayMs: number
  readonly dayOfDeathMs: number
  readonly traceHash: string
}

const TURNS = 3

/** Prints how many scenarios, and how many simulated days, one core plays in a second. */
export function benchPlaying(): void {
  const folder = mkdtempSync(join(tmpdir(), 'harep-bench-'))
  try {
    const program = join(folder, 'playing.cjs')
    // As build.js does it, since that is how the threads of a sweep run.
    buildSync({
      entryPoints: [join(import.meta.dirname, 'playing-program.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20.19',
      define: { HAREP_VERSION: '"0.0.0"', 'import.meta.dirname': '__dirname' },
      logLevel: 'warning',
    })
    const turns = Array.from({ length: TURNS }, () => {
      // What playing-program.ts prints is this, by its own type.
      return JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' })) as PlayingTimes
    })
    const scenarioMs = middle(turns.map(turn => turn.scenarioMs))
    printRow('scenarios of the smoke mix', [perSecond(scenarioMs), `${scenarioMs.toFixed(2)} ms each`])
    printDays('days in which nothing happens', middle(turns.map(turn => turn.quietDayMs)))
    printDays('days in which a node dies', middle(turns.map(turn => turn.dayOfDeathMs)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function printDays(what: string, dayMs: number): void {
  printRow(what, [perSecond(dayMs), `${dayMs.toFixed(1)} ms each`])
}

function perSecond(ms: number): string {
  return `${(1_000 / ms).toFixed(1)} /s and core`
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
