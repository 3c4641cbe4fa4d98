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
import { checkFolder } from './check-folder.ts'
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
  checkFolder(options.failures, '--failures')
  const tally = begin(options)
  const workers = options.workers ?? availableParallelism()
  const known = playKnown(join(packageFolder(), 'fixtures', 'corpus'))
  const { end, trouble } = await play(tally, options, workers)
  const shown = showFailures(tally.failures, { folder: options.failures, now: seconds })
  const isToCover = options.requireCoverage || tally.runs >= COVERAGE_RUNS
  const result: ExploreResult = {
    ...{ tally, workers, end, known, shown },
    missing: isToCover ? missing(tally.hits) : undefined,
  }
  writer.out(options.json ? resultJson(result) : resultText(result))
  if (trouble !== undefined) throw stateTrouble(options.resume, trouble)
  if (!isGood(result)) return 1
  return end === 'interrupted' ? 130 : 0
}

function begin({ resume, seed, shard }: ExploreOptions): Tally {
  if (resume === undefined) return newTally(seed, shard)
  const found = readState(resume, seed, shard)
  if (typeof found === 'string') throw stateTrouble(resume, found)
  const tally = found ?? newTally(seed, shard)
  // Now, and not when much has been played, is the time to learn that it cannot be written.
  const why = writeState(resume, tally)
  if (why !== undefined) throw stateTrouble(resume, why)
  return tally
}

function stateTrouble(resume: string | undefined, why: string): SimCommandError {
  return new SimCommandError(`--resume ${printable(resume ?? '')}: ${printable(why)}`)
}

/** How a sweep ended, and why its state could not be kept, where it could not: that costs nobody what was played. */
interface Played {
  readonly end: SweepEnd
  readonly trouble: string | undefined
}

async function play(tally: Tally, options: ExploreOptions, workers: number): Promise<Played> {
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
  const keep = () => (resume === undefined ? undefined : writeState(resume, tally))
  let trouble: string | undefined
  let end: SweepEnd
  try {
    end = await sweep(
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
          if (elapsed() < writtenAt + STATE_EVERY_SECONDS) return
          // Where it fails now, the last time may be better, and is what counts.
          keep()
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
    trouble = keep()
  }
  return { end, trouble }
}

function seconds(): number {
  return nowMicroseconds() / 1_000_000
}
