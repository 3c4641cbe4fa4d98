import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { generateScenario } from '../generate/generate-scenario.ts'
import type { Shard, Tally } from './tally.ts'
import { Hasher, hashText } from './trace-hash.ts'

/*
 * What a sweep knows, in a file, so that one that was killed goes on where it was. It is replaced by renaming, so that it is
 * whole whenever somebody looks; and it is of use to the same generators only, since others make other scenarios of a seed.
 */

const FORMAT = 1

const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const positive = v.pipe(v.number(), v.minValue(0))
const word = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff))
const counts = v.record(v.string(), whole)
const text = v.pipe(v.string(), v.maxLength(10_000))

const STATE = v.strictObject({
  format: v.literal(FORMAT),
  generators: v.string(),
  tally: v.strictObject({
    seed: whole,
    shard: v.strictObject({ index: whole, of: whole }),
    runs: whole,
    seconds: positive,
    simulatedSeconds: positive,
    violations: whole,
    failed: whole,
    hash: v.tuple([word, word]),
    hits: v.strictObject({
      ...{ faults: counts, reasons: counts, branches: counts },
      ...{ invariants: counts, outcomes: counts, changes: counts },
    }),
    sinceNew: whole,
    failures: v.array(v.strictObject({ index: whole, seed: whole, invariant: text, what: text })),
  }),
})

/** Writes the file anew; throws what the file system says. */
export function writeState(fileName: string, tally: Tally): void {
  const partial = `${fileName}.${process.pid}.tmp`
  writeFileSync(partial, `${JSON.stringify({ format: FORMAT, generators: generators(), tally })}\n`)
  renameSync(partial, fileName)
}

/**
 * The tally in a file; undefined where there is no such file. Gives a sentence where it is no file of this sweep. Throws what
 * the file system says where it cannot be read.
 */
export function readState(fileName: string, seed: number, shard: Shard): Tally | string | undefined {
  const content = read(fileName)
  if (content === undefined) return undefined
  const parsed = v.safeParse(STATE, parseJson(content))
  if (!parsed.success) return 'it is not what explore --resume writes'
  const { output } = parsed
  if (output.generators !== generators())
    return 'it is of another version of harep-sim, which makes other scenarios of the same seeds'
  const { tally } = output
  if (tally.seed !== seed) return `it is of a sweep with --seed ${tally.seed}`
  if (tally.shard.index !== shard.index || tally.shard.of !== shard.of)
    return `it is of a sweep with --shard ${tally.shard.index}/${tally.shard.of}`
  return tally
}

function read(fileName: string): string | undefined {
  try {
    return readFileSync(fileName, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

/** Tells generators apart by what they make. */
function generators(): string {
  const hasher = new Hasher()
  for (let seed = 0; seed < 50; seed += 1) hasher.text(JSON.stringify(generateScenario(seed)))
  return hashText(hasher.hash)
}
