import type { Batch, BatchResult } from './batch.ts'
import { addBatch, type Tally } from './tally.ts'

/** Who plays batches: threads, or whoever calls. */
export interface Players {
  /** How many batches it can play at a time. */
  readonly size: number
  play(batch: Batch): Promise<BatchResult>
}

/** What a sweep is to do, and who may end it. */
export interface SweepPlan {
  /** Scenarios of all shards together; undefined: no bound. */
  readonly runs: number | undefined
  /** Ends after so many scenarios that hit nothing new; undefined: never. */
  readonly untilStable: number | undefined
  /** Asked before each batch: why it is to end now, or undefined. */
  readonly isOver: () => SweepEnd | undefined
  /** Called whenever the tally has grown. */
  readonly grown: () => void
}

/** Why a sweep has ended. */
export type SweepEnd = 'runs' | 'time' | 'stable' | 'interrupted'

/** Small enough that a sweep ends soon when it is to, large enough that nobody waits for messages between threads. */
const BATCH_SCENARIOS = 50

/** So many batches for each player are under way, that none waits for work. */
const AHEAD = 3

/**
 * Plays what is left of a sweep, and adds it to the tally in the order of the scenarios, whichever are ready first: so the
 * tally never depends on how many players there are, and what it holds can always be gone on from.
 */
export async function sweep(tally: Tally, plan: SweepPlan, players: Players): Promise<SweepEnd> {
  const { seed, shard } = tally
  const total = plan.runs === undefined ? Number.POSITIVE_INFINITY : runsOfShard(plan.runs, shard)
  const underWay: Promise<BatchResult>[] = []
  let next = tally.runs
  const begin = () => {
    const count = Math.min(BATCH_SCENARIOS, total - next)
    const first = next * shard.of + shard.index - 1
    const playing = players.play({ sweepSeed: seed, first, step: shard.of, count })
    // It may fail before it is its turn to be waited for.
    playing.catch(() => {})
    underWay.push(playing)
    next += count
  }
  let end: SweepEnd | undefined
  for (;;) {
    end ??= plan.isOver() ?? stable(tally, plan)
    while (end === undefined && next < total && underWay.length < players.size * AHEAD) begin()
    const batch = underWay.shift()
    if (batch === undefined) return end ?? 'runs'
    const result = await batch
    // What was under way when it became stable is not counted: how much that is depends on the players.
    if (end === 'stable') continue
    addBatch(tally, result)
    plan.grown()
  }
}

function stable({ sinceNew }: Tally, { untilStable }: SweepPlan): 'stable' | undefined {
  return untilStable !== undefined && sinceNew >= untilStable ? 'stable' : undefined
}

/** How many of the scenarios are those of the shard. */
function runsOfShard(runs: number, { index, of }: Tally['shard']): number {
  return Math.max(0, Math.ceil((runs - (index - 1)) / of))
}
