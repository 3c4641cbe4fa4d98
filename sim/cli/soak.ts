import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { nowMicroseconds, randomUuid } from '../../src/cli/ports.ts'
import type { Writer } from '../../src/cli/writer.ts'
import { HarepError } from '../../src/cluster/harep-error.ts'
import { printable } from '../../src/report/printable.ts'
import { type Known, knownFailureLines, playKnown } from '../explore/known-scenarios.ts'
import { WorkerPool } from '../explore/worker-pool.ts'
import { folderTrouble } from '../files/folder-trouble.ts'
import { whyNotKept } from '../files/kept-file.ts'
import { generateScenario } from '../generate/generate-scenario.ts'
import { formatScenario } from '../scenario/format-scenario.ts'
import { parseScenario } from '../scenario/parse-scenario.ts'
import { shrink } from '../shrink/shrink.ts'
import { fails } from '../soak/fails.ts'
import { EMPTY_LEDGER, type Ledger, openFindings } from '../soak/ledger.ts'
import { LEDGER_BYTES_MAX, parseLedger, readLedger, writeLedger, writeWhole } from '../soak/ledger-file.ts'
import { LedgerFileError } from '../soak/ledger-file-error.ts'
import { ledgerText } from '../soak/ledger-text.ts'
import { mergeLedgers } from '../soak/merge.ts'
import { ledgerPage } from '../soak/page.ts'
import { writeScenarioFiles } from '../soak/scenario-files.ts'
import { type SoakPorts, soak } from '../soak/soak.ts'
import { packageFolder } from './package-folder.ts'
import { readTextFile } from './read-text-file.ts'
import { SimCommandError } from './sim-command-error.ts'
import { listenForStop } from './stop-request.ts'

/** The options of `harep-sim soak`, as commander has read them. */
export interface SoakOptions {
  readonly time: number
  readonly ledger?: string
  readonly page?: string
  readonly scenarios: string
  readonly seed: number
  readonly workers?: number
  readonly merge?: readonly string[]
}

const NOTHING_KNOWN: Known = { scenarios: 0, failures: [] }

/** What may be spent on making the scenario of one finding small. */
const SHRINK_PLAYS = 2_000
const SHRINK_SECONDS = 20

/** Soaks, or merges ledgers, and tells what stands in the ledger. Returns the exit code. Throws HarepError. */
export async function runSoak(
  options: SoakOptions,
  writer: Writer,
  corpus = join(packageFolder(), 'fixtures', 'corpus'),
): Promise<number> {
  const { ledger: fileName, page, scenarios, merge } = options
  if (fileName === undefined) throw new SimCommandError('Name the ledger: --ledger FILE.')
  checkOutputs(options)
  // What once broke is no finding of this ledger's: it is told whenever it breaks again.
  const known = merge === undefined ? playKnown(corpus) : NOTHING_KNOWN
  const { ledger, end } =
    merge === undefined
      ? await soakInto(fileName, options)
      : { ledger: await mergedInto(fileName, merge), end: undefined }
  // First what is worth more than any file, which may have become impossible to write since.
  writer.out(ledgerText(ledger, scenarios))
  for (const line of knownFailureLines(known)) writer.out(`${line}\n`)
  writeScenarioFiles(scenarios, ledger)
  if (page !== undefined) writeWhole(page, ledgerPage(ledger, scenarios), 'page')
  if (openFindings(ledger).length + known.failures.length > 0) return 1
  return end === 'interrupted' ? 130 : 0
}

/** Whoever soaks for hours is to learn before that there is no place for the outcome. Throws LedgerFileError. */
function checkOutputs({ page, scenarios }: SoakOptions): void {
  const folder = folderTrouble(scenarios)
  if (folder !== undefined)
    throw new LedgerFileError(
      `The folder '${printable(scenarios)}' ${printable(folder)}. Name another --scenarios.`,
    )
  const file = page === undefined ? undefined : whyNotKept(page)
  if (file !== undefined) throw new LedgerFileError(`The page '${printable(page ?? '')}' ${printable(file)}`)
}

/** What is in the file of the result already is merged, too. */
async function mergedInto(fileName: string, merge: readonly string[]): Promise<Ledger> {
  let ledger = readLedger(fileName) ?? EMPTY_LEDGER
  for (const name of merge) {
    const otherwise = 'Name the ledgers to merge.'
    const text = await readTextFile(name, 'ledger', otherwise, { bytesMax: LEDGER_BYTES_MAX })
    ledger = mergeLedgers(ledger, parseLedger(text, name))
  }
  writeLedger(fileName, ledger)
  return ledger
}

async function soakInto(fileName: string, { time, seed, workers }: SoakOptions) {
  const before = readLedger(fileName) ?? EMPTY_LEDGER
  const known = new Set(before.soaks.map(({ id }) => id))
  const id = randomUuid()
  known.add(id)
  const stop = listenForStop(false)
  let isInterrupted = false
  void stop.requested.then(() => {
    isInterrupted = true
  })
  const pool = new WorkerPool(workers ?? availableParallelism())
  const nowMs = () => nowMicroseconds() / 1_000
  const ports: SoakPorts = {
    ...{ players: pool, nowMs, isInterrupted: () => isInterrupted },
    stillFails: (text, invariant) => {
      const scenario = readScenario(text)
      return scenario === undefined ? undefined : fails(scenario, invariant)
    },
    scenarioText: each => formatScenario(generateScenario(each)),
    smallest: (each, invariant) => smallest(each, invariant, nowMs),
    keep: ledger => {
      // Somebody else may have soaked into this file, or merged into it, since it was read.
      const there = readLedger(fileName)
      const isForeign = there?.soaks.some(one => !known.has(one.id)) === true
      writeLedger(fileName, there !== undefined && isForeign ? mergeLedgers(there, ledger) : ledger)
    },
  }
  try {
    return await soak(before, { id, seed, timeSeconds: time }, ports)
  } finally {
    stop.dispose()
    await pool.close()
  }
}

function smallest(seed: number, invariant: string, nowMs: () => number): string {
  const scenario = generateScenario(seed)
  const untilMs = nowMs() + SHRINK_SECONDS * 1_000
  const budget = { plays: SHRINK_PLAYS, goesOn: () => nowMs() < untilMs }
  const small = shrink(scenario, candidate => fails(candidate, invariant), budget)
  return formatScenario(small)
}

/** undefined where it is none any more: what it needs was taken out of the simulator. */
function readScenario(text: string) {
  try {
    return parseScenario(text, 'a scenario of the ledger')
  } catch (error) {
    if (error instanceof HarepError) return undefined
    throw error
  }
}
