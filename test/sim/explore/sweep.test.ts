import { expect, test } from 'vitest'
import { noHits } from '../../../sim/coverage/hits.ts'
import { type Batch, type BatchResult, playBatch } from '../../../sim/explore/batch.ts'
import { type Players, type SweepEnd, type SweepPlan, sweep } from '../../../sim/explore/sweep.ts'
import { newTally, type Shard, type Tally } from '../../../sim/explore/tally.ts'
import { hashText, NO_HASH, together } from '../../../sim/explore/trace-hash.ts'

const WHOLE: Shard = { index: 1, of: 1 }

/** Plays at once, but hands results back in another order than it was asked: the newest of each `size` first. */
class Disorderly implements Players {
  readonly size: number
  readonly batches: Batch[] = []
  #held: (() => void)[] = []

  constructor(size: number) {
    this.size = size
  }

  play(batch: Batch): Promise<BatchResult> {
    this.batches.push(batch)
    return new Promise(resolve => {
      this.#held.push(() => resolve(playBatch(batch)))
      if (this.#held.length >= this.size) this.#release()
      else queueMicrotask(() => this.#release())
    })
  }

  #release(): void {
    for (const give of this.#held.splice(0).reverse()) give()
  }
}

async function swept(
  runs: number | undefined,
  {
    players = new Disorderly(1),
    shard = WHOLE,
    tally = newTally(7, shard),
    ...rest
  }: {
    readonly players?: Players
    readonly shard?: Shard
    readonly tally?: Tally
  } & Partial<SweepPlan> = {},
): Promise<{ readonly tally: Tally; readonly end: SweepEnd }> {
  const plan = { runs, untilStable: undefined, isOver: () => undefined, grown: () => {}, ...rest }
  const end = await sweep(tally, plan, players)
  return { tally, end }
}

const whole = await swept(230)

test('the same seed and number of runs come to the same, whoever plays them and in which order they end', async () => {
  expect(whole.end).toBe('runs')
  expect(whole.tally.runs).toBe(230)
  expect((await swept(230, { players: new Disorderly(4) })).tally).toStrictEqual(whole.tally)
  const other = newTally(8, WHOLE)
  await swept(230, { tally: other })
  expect(hashText(other.hash)).not.toBe(hashText(whole.tally.hash))
})

test('shards have nothing in common, and together they are the whole', async () => {
  const parts = await Promise.all(
    [1, 2, 3].map(async index => (await swept(230, { shard: { index, of: 3 } })).tally),
  )
  expect(parts.map(({ runs }) => runs)).toStrictEqual([77, 77, 76])
  const sum = parts.map(({ hash }) => hash).reduce(together)
  expect(hashText(sum)).toBe(hashText(whole.tally.hash))
  const powerOffs = parts.map(({ hits }) => hits.faults['power-off'] ?? 0)
  expect(powerOffs.reduce((a, b) => a + b)).toBe(whole.tally.hits.faults['power-off'])
})

test('a sweep that was ended goes on to the same tally', async () => {
  let [asked, grown] = [0, 0]
  const half = await swept(230, {
    isOver: () => {
      asked += 1
      return asked > 2 ? 'interrupted' : undefined
    },
    grown: () => {
      grown += 1
    },
  })
  expect(half.end).toBe('interrupted')
  expect(half.tally.runs).toBeGreaterThan(0)
  expect(half.tally.runs).toBeLessThan(230)
  expect(grown).toBe(half.tally.runs / 50)
  const kept: Tally = JSON.parse(JSON.stringify(half.tally))
  expect((await swept(230, { tally: kept })).tally).toStrictEqual(whole.tally)
})

test('it ends where nothing new is hit any more, at the same place whoever plays', async () => {
  const seeing = (size: number): Players => ({
    size,
    play: ({ first, count }) => {
      const reasons = { [first < 200 ? `reason-${first}` : 'reason-0']: 1 }
      const none = { hash: NO_HASH, simulatedSeconds: 0, violations: 0, failed: 0, failures: [] }
      return Promise.resolve({ ...none, runs: count, hits: { ...noHits(), reasons } })
    },
  })
  const one = await swept(undefined, { untilStable: 120, players: seeing(1) })
  const four = await swept(undefined, { untilStable: 120, players: seeing(4) })
  expect(one.end).toBe('stable')
  expect(one.tally).toMatchObject({ runs: 350, sinceNew: 150 })
  expect(four.tally).toStrictEqual(one.tally)
})

test('players that fail end the sweep with their error', async () => {
  const players = { size: 2, play: () => Promise.reject(new Error('the thread is gone')) }
  await expect(swept(230, { players })).rejects.toThrow('the thread is gone')
})
