import { countStates, stateCountsText } from '../report/counts-text.ts'
import { heldIn, heldText } from '../report/held.ts'
import { jsonOutput } from '../report/json-output.ts'
import { isWorthALine } from '../report/run-report.ts'
import { statusJson } from '../report/status-json.ts'
import { statusRows } from '../report/status-rows.ts'
import { statusTable } from '../report/status-table.ts'
import { survey } from '../run/healing/survey.ts'
import type { StatusLine } from './command-lines.ts'
import { driveQuiet } from './drive-quiet.ts'
import { onMaster } from './on-master.ts'
import { surveyOptionsOf } from './run-options-of.ts'
import type { RunSurroundings } from './run-surroundings.ts'

/** Lists the instances that are not simply healthy, or all. Changes nothing, and needs no lock. Throws HarepError. */
export async function statusCommand(line: StatusLine, surroundings: RunSurroundings): Promise<0> {
  return await onMaster(line, surroundings, () => list(line, surroundings))
}

async function list(line: StatusLine, surroundings: RunSurroundings): Promise<0> {
  const { writer, version } = surroundings
  const surveyed = await driveQuiet(survey(surveyOptionsOf(line, version)), line.socketPath)
  const rows = statusRows(surveyed, decision => line.all || isWorthALine(decision))
  const held = heldIn(surveyed)
  if (line.output === 'json') {
    writer.out(jsonOutput(statusJson(rows, surveyed.decisions, held)))
    return 0
  }
  // Whoever asks for a separator or for no titles reads it by program, and wants rows alone.
  const isForPeople = line.hasHeaders && line.separator === undefined
  const counts = isForPeople ? stateCountsText(countStates(surveyed.decisions)) : ''
  const holds = isForPeople ? held.map(one => `${heldText(one, surveyed.input.nowSeconds)}\n`).join('') : ''
  writer.out(statusTable(rows, line) + counts + holds)
  return 0
}
