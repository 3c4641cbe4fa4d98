import { InvalidArgumentError } from 'commander'

/** Slower than that nothing seems to happen, faster than that the virtual clock would leave its range within weeks. */
const TIME_SCALE_MIN = 0.01
const TIME_SCALE_MAX = 1_000

/** Reads a --time-scale: virtual seconds in a real one. Throws InvalidArgumentError, which commander tells with the option. */
export function readTimeScale(text: string): number {
  const value = /^[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN
  if (value >= TIME_SCALE_MIN && value <= TIME_SCALE_MAX) return value
  throw new InvalidArgumentError(`It must be a number from ${TIME_SCALE_MIN} to ${TIME_SCALE_MAX}.`)
}

/** Reads a --seed. Throws InvalidArgumentError. */
export function readSeed(text: string): number {
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(value)) return value
  throw new InvalidArgumentError(`It must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`)
}

/** A week of runs, one every five minutes. */
const RUNS_MAX = 2_016

/** Reads a --runs. Throws InvalidArgumentError. */
export function readRunsMax(text: string): number {
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN
  if (value >= 1 && value <= RUNS_MAX) return value
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${RUNS_MAX}.`)
}

const WORKERS_MAX = 256

/** Reads a --workers. Throws InvalidArgumentError. */
export function readWorkers(text: string): number {
  const value = /^[0-9]{1,3}$/.test(text) ? Number(text) : Number.NaN
  if (value >= 1 && value <= WORKERS_MAX) return value
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${WORKERS_MAX}.`)
}

/** As many parts as anybody has machines for, and more. */
const SHARDS_MAX = 1_000_000

/** Reads a --shard: which part of how many. Throws InvalidArgumentError. */
export function readShard(text: string): { readonly index: number; readonly of: number } {
  const [, index = 0, of = 0] = (/^([0-9]{1,7})\/([0-9]{1,7})$/.exec(text) ?? []).map(Number)
  if (index >= 1 && index <= of && of <= SHARDS_MAX) return { index, of }
  throw new InvalidArgumentError(`It must be i/n, such as 1/2, with i from 1 to n and n up to ${SHARDS_MAX}.`)
}
