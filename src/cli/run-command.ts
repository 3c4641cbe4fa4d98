import { HarepError } from '../cluster/harep-error.ts'
import { isHealingEvent } from '../report/event-kinds.ts'
import { jsonOutput } from '../report/json-output.ts'
import { printable } from '../report/printable.ts'
import { type RunEnd, runJson } from '../report/run-json.ts'
import { runReport } from '../report/run-report.ts'
import type { HealingEvent } from '../run/healing/healing-event.ts'
import { runHarep } from '../run/run-harep.ts'
import type { RunLine } from './command-lines.ts'
import { drive } from './drive.ts'
import { type Mastership, readMastership } from './mastership.ts'
import { explainingConnects } from './on-master.ts'
import { runOptionsOf } from './run-options-of.ts'
import type { RunSurroundings } from './run-surroundings.ts'
import { busyText, busyWarning, withRunLock } from './with-run-lock.ts'

/**
 * One healing run against the real world: on the master only, and only while no other is at work on the same cluster; where
 * it does nothing, it says why, which is no failure. A dry run disturbs nobody and needs no lock. Throws HarepError.
 */
export async function runCommand(line: RunLine, surroundings: RunSurroundings): Promise<0 | 1> {
  const teller = tellerOf(line, surroundings)
  const mastership: Mastership = line.isSocketGiven
    ? { kind: 'unknown' }
    : readMastership(surroundings.environment)
  if (mastership.kind === 'other') {
    const master = printable(mastership.master)
    return teller.skip(
      'not-master',
      `This machine is not the master, ${master} is, so there is nothing to do here.`,
    )
  }
  const work = () => run(line, surroundings, teller, mastership)
  if (line.dryRun) return await work()
  const lock = await withRunLock(line.socketPath, work, teller.warn)
  if (lock.kind === 'done') return lock.value
  const warning = busyWarning(lock)
  if (warning !== undefined) teller.warn(warning)
  return teller.skip('locked', busyText(lock))
}

async function run(
  line: RunLine,
  { version }: RunSurroundings,
  teller: Teller,
  mastership: Mastership,
): Promise<0 | 1> {
  try {
    const healing = () =>
      drive(runHarep(runOptionsOf(line, version)), {
        socketPath: line.socketPath,
        // One job's comment with an umlaut in Latin-1 is not to stop all healing.
        luxi: { strictText: false },
        report: event => {
          if (!isHealingEvent(event)) throw new TypeError(`a healing run told of ${event.kind}`)
          teller.tell(event)
        },
      })
    const exitCode = await explainingConnects(mastership, healing)
    teller.end({
      outcome: exitCode === 0 ? 'done' : 'partial',
      exitCode,
      dryRun: line.dryRun,
      error: undefined,
    })
    return exitCode
  } catch (error) {
    if (error instanceof HarepError) {
      const { code, message, exitCode } = error
      teller.end({ outcome: 'failed', exitCode, dryRun: line.dryRun, error: { code, message } })
    }
    throw error
  }
}

/** How a run speaks: text as it goes on, or one JSON object at its end. Warnings and errors are on standard error in both. */
interface Teller {
  readonly tell: (event: HealingEvent) => void
  readonly warn: (sentence: string) => void
  /** The run does nothing, and `why` is a sentence; gives the exit code. */
  readonly skip: (outcome: RunEnd['outcome'], why: string) => 0
  readonly end: (end: RunEnd) => void
}

function tellerOf({ output, verbosity, dryRun }: RunLine, { writer }: RunSurroundings): Teller {
  const warn = (sentence: string) => writer.err(`Warning: ${printable(sentence)}\n`)
  const report = runReport({ verbosity, dryRun })
  if (output === 'text') {
    return {
      tell: event => {
        for (const { to, text } of report(event)) writer[to](text)
      },
      warn,
      skip: (_outcome, why) => {
        if (verbosity !== 'quiet') writer.out(`${why}\n`)
        return 0
      },
      end: () => {},
    }
  }
  const events: HealingEvent[] = []
  const end = (how: RunEnd) => writer.out(jsonOutput(runJson(events, how)))
  return {
    tell: event => {
      events.push(event)
      for (const { to, text } of report(event)) if (to === 'err') writer.err(text)
    },
    warn,
    skip: outcome => {
      end({ outcome, exitCode: 0, dryRun, error: undefined })
      return 0
    },
    end,
  }
}
