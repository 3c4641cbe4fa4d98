import { writeFileSync } from 'node:fs'
import type { Writer } from '../../src/cli/writer.ts'
import { printable } from '../../src/report/printable.ts'
import { playScenario } from '../scenario/play-scenario.ts'
import { type NamedPlay, timelineDiffHtml, timelineDiffText } from '../timeline/timeline-diff.ts'
import { timelineHtml } from '../timeline/timeline-html.ts'
import { formatTrace } from '../trace/format-trace.ts'
import { parseTrace } from '../trace/parse-trace.ts'
import { readScenario } from './read-scenario.ts'
import { readTextFile } from './read-text-file.ts'
import { SimCommandError } from './sim-command-error.ts'

/** The options of `harep-sim timeline`. */
export interface TimelineCommandOptions {
  readonly one: string
  readonly other: string | undefined
  /** Undefined for standard output. */
  readonly output: string | undefined
  readonly text: boolean
}

interface TitledPlay extends NamedPlay {
  readonly title: string
}

/** Draws one play, or compares two. Throws HarepError for files of no use, and where the output cannot be written. */
export async function timeline(options: TimelineCommandOptions, writer: Writer): Promise<void> {
  const one = await readPlay(options.one)
  const other = options.other === undefined ? undefined : await readPlay(options.other)
  const made = options.text ? textOf(one, other) : htmlOf(one, other)
  if (options.output === undefined) return writer.out(made)
  try {
    writeFileSync(options.output, made)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new SimCommandError(`The file '${printable(options.output)}' cannot be written (${code}).`)
  }
}

function textOf(one: TitledPlay, other: TitledPlay | undefined): string {
  return other === undefined ? formatTrace(one.entries) : timelineDiffText(one, other)
}

function htmlOf(one: TitledPlay, other: TitledPlay | undefined): string {
  if (other === undefined) return timelineHtml(one.title, one.entries)
  return timelineDiffHtml(`${one.title} / ${other.title}`, one, other)
}

/** A trace as it stands in a file, or that of a scenario, which is played. */
async function readPlay(file: string): Promise<TitledPlay> {
  const text = await readTextFile(file, 'scenario file', 'Name a scenario file, or a trace in JSON.')
  if (/^\s*(\[|\{\s*"scenarios")/.test(text))
    return { name: file, title: file, entries: parseTrace(text, file) }
  const scenario = await readScenario(file)
  return { name: file, title: scenario.description, entries: playScenario(scenario).entries }
}
