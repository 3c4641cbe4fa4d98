import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { nowMicroseconds } from '../../src/cli/ports.ts'
import type { Writer } from '../../src/cli/writer.ts'
import { printable } from '../../src/report/printable.ts'
import { missing } from '../coverage/missing.ts'
import { playKnown } from '../explore/known-scenarios.ts'
import { type ExploreResult, isGood, resultJson } from '../explore/result.ts'
import { resultText } from '../explore/result-text.ts'
import { showFailures } from '../explore/show-failure.ts'
import { readState, writeState } from '../explore/state-file.ts'
import { type SweepEnd, sweep } from '../explore/sweep.ts'
import { newTally, type Shard, type Tally } from '../explore/tally.ts'
import { WorkerPool } from '../explore/worker-pool.ts'
import { progressLine } from './explore-progress.ts'
import { packageFolder } from './package-folder.ts'
import { SimCommandError } from './sim-command-error.ts'
import { listenForStop } from './stop-request.ts'

/** The options of `harep-sim explore`. */
export interface ExploreOptions {
  /** undefined: no bound. */
  readonly runs: number | undefined
  readonly timeSeconds: number | undefined
  readonly seed: number
  readonly shard: Shard
  readonly untilStable?: number
  readonly json: boolean
  readonly workers?: number
  readonly resume?: string
  /** A folder. */
  readonly failures: string
  readonly requireCoverage: boolean
}

/** A sweep of that many has to hit everything. */
const COVERAGE_RUNS = 20_000

/** How often the state is written, and the progress shown, in seconds. */
const STATE_EVERY_SECONDS = 2
const PROGRESS_EVERY_SECONDS = 0.5

/** Sweeps, and tells what came of it. Returns the exit code. Throws HarepError where it cannot begin. */
export async function explore(options: ExploreOptions, writer: Writer): Promise<number> {
  const tally = begin(options)
  const workers = options.workers ?? availableParallelism()
  const known = playKnown(join(packageFolder(), 'fixtures', 'corpus'))
  const end = await play(tally, options, workers)
  const shown = showFailures(tally.failures, { folder: options.failures, now: seconds })
  const isToCover = options.requireCoverage || tally.runs >= COVERAGE_RUNS
  const result: ExploreResult = {
    ...{ tally, workers, end, known, shown },
    missing: isToCover ? missing(tally.hits) : undefined,
  }
  writer.out(options.json ? resultJson(result) : resultText(result))
  if (!isGood(result)) return 1
  return end === 'interrupted' ? 130 : 0
}

function begin({ resume, seed, shard }: ExploreOptions): Tally {
  if (resume === undefined) return newTally(seed, shard)
  try {
    const found = readState(resume, seed, shard)
    if (typeof found === 'string')
      throw new SimCommandError(`--resume ${printable(resume)}: ${found}. Name another file, or remove it.`)
    const tally = found ?? newTally(seed, shard)
    // Now, and not when much has been played, is the time to learn that it cannot be written.
    writeState(resume, tally)
    return tally
  } catch (error) {
    if (error instanceof SimCommandError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new SimCommandError(`--resume ${printable(resume)}: it cannot be kept there (${printable(why)}).`)
  }
}

async function play(tally: Tally, options: ExploreOptions, workers: number): Promise<SweepEnd> {
  const { runs, untilStable, timeSeconds = Number.POSITIVE_INFINITY, resume } = options
  const secondsBefore = tally.seconds
  const start = seconds()
  const elapsed = () => seconds() - start
  let isInterrupted = false
  const stop = listenForStop(false)
  void stop.requested.then(() => {
    isInterrupted = true
  })
  const pool = new WorkerPool(workers)
  const progress = progressLine(process.stderr, PROGRESS_EVERY_SECONDS)
  let writtenAt = 0
  try {
    return await sweep(
      tally,
      {
        ...{ runs, untilStable },
        isOver: () => {
          if (isInterrupted) return 'interrupted'
          return elapsed() >= timeSeconds ? 'time' : undefined
        },
        grown: () => {
          tally.seconds = secondsBefore + elapsed()
          progress.show(tally, runs)
          if (resume === undefined || elapsed() < writtenAt + STATE_EVERY_SECONDS) return
          writeState(resume, tally)
          writtenAt = elapsed()
        },
      },
      pool,
    )
  } finally {
    progress.clear()
    stop.dispose()
    await pool.close()
    tally.seconds = secondsBefore + elapsed()
    if (resume !== undefined) writeState(resume, tally)
  }
}

function seconds(): number {
  return nowMicroseconds() / 1_000_000
}
