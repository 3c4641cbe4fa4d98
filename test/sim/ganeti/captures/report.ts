import { EXCLUSIONS } from './exclusions.ts'
import { MACHINE_FIELDS } from './machine-values.ts'
import { PLAYS, playAll } from './plays.ts'
import type { Replayed } from './replay.ts'

/** What came out of playing one play. */
export interface PlayOutcome {
  readonly name: string
  readonly exchanges: number
  readonly equal: number
  readonly excluded: number
  /** Of the equal ones: polls of a job that was given the time that it had on the captured machine. */
  readonly paced: number
  readonly different: readonly Replayed[]
}

/** Plays all captures and sorts what comes out. */
export function playEverything(): PlayOutcome[] {
  return PLAYS.map(play => {
    const excluded = new Set(
      EXCLUSIONS.filter(({ capture }) => capture === play.name).map(({ name }) => name),
    )
    const replayed = playAll(play)
    const compared = replayed.filter(({ exchange }) => !excluded.has(exchange.name))
    const different = compared.filter(({ difference }) => difference !== undefined)
    return {
      name: play.name,
      exchanges: replayed.length,
      equal: compared.length - different.length,
      excluded: replayed.length - compared.length,
      paced: compared.filter(({ isPaced, difference }) => isPaced && difference === undefined).length,
      different,
    }
  })
}

/** The outcome as text: the ratio of each play, then everything that is excluded, with its reason. */
export function reportText(outcomes: readonly PlayOutcome[]): string {
  const lines = outcomes.map(
    ({ name, exchanges, equal, paced, excluded }) =>
      `${name}: ${equal} of ${exchanges} exchanges equal (${percent(equal, exchanges)}), ${paced} of them polls that were ` +
      `given the job's real time, ${excluded} excluded`,
  )
  const total = outcomes.reduce((sum, { exchanges }) => sum + exchanges, 0)
  const equal = outcomes.reduce((sum, outcome) => sum + outcome.equal, 0)
  const fields = Object.entries(MACHINE_FIELDS).flatMap(([resource, reasons]) =>
    Object.entries(reasons).map(([field, reason]) => `value excluded: ${resource} ${field}: ${reason}`),
  )
  const exchanges = EXCLUSIONS.map(
    ({ capture, name, reason }) => `exchange excluded: ${capture} "${name}": ${reason}`,
  )
  return [
    ...lines,
    `all: ${equal} of ${total} (${percent(equal, total)})`,
    'values excluded everywhere: points in time (seconds since 2026-09, pairs, nanoseconds); UUIDs, as long as each ' +
      'captured one stands for one simulated one',
    'polls given the real time: how fast each single job was is a matter of the captured machine, so the simulated clock goes ' +
      'on until the job has the status that was seen; a job that never has it, or is past it, counts as different',
    ...fields,
    ...exchanges,
  ].join('\n')
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`
}
