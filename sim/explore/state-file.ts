import * as v from 'valibot'
import { readKept, writeKept } from '../files/kept-file.ts'
import { generateScenario } from '../generate/generate-scenario.ts'
import type { Shard, Tally } from './tally.ts'
import { Hasher, hashText } from './trace-hash.ts'

/*
 * What a sweep knows, in a file, so that one that was killed goes on where it was. It is of use to the same generators only, since others make other scenarios of a seed.
 */

const FORMAT = 1

const OTHERWISE = 'Name another file, or remove it.'

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

/** What a full tally comes to, many times over. */
const STATE_BYTES_MAX = 64 * 1024 * 1024

/** Writes the file anew. Gives a sentence where it cannot be. */
export function writeState(fileName: string, tally: Tally): string | undefined {
  const why = writeKept(fileName, `${JSON.stringify({ format: FORMAT, generators: generators(), tally })}\n`)
  return why === undefined ? undefined : `it ${why}`
}

/** The tally in a file; undefined where there is no such file. Gives a sentence where it cannot be read, or is no file of this sweep. */
export function readState(fileName: string, seed: number, shard: Shard): Tally | string | undefined {
  const kept = readKept(fileName, STATE_BYTES_MAX)
  if (kept.kind === 'none') return undefined
  if (kept.kind === 'trouble') return `it ${kept.why}`
  const parsed = v.safeParse(STATE, parseJson(kept.text))
  if (!parsed.success) return `it is not what explore --resume writes. ${OTHERWISE}`
  const { output } = parsed
  if (output.generators !== generators())
    return `it is of another version of harep-sim, which makes other scenarios of the same seeds. ${OTHERWISE}`
  const { tally } = output
  if (tally.seed !== seed) return `it is of a sweep with --seed ${tally.seed}. ${OTHERWISE}`
  if (tally.shard.index !== shard.index || tally.shard.of !== shard.of)
    return `it is of a sweep with --shard ${tally.shard.index}/${tally.shard.of}. ${OTHERWISE}`
  return tally
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
