import { explainJson } from '../report/explain-json.ts'
import { explainText } from '../report/explain-text.ts'
import { explain } from '../report/explanation.ts'
import { jsonOutput } from '../report/json-output.ts'
import { instancesNamed } from '../run/healing/selection.ts'
import { survey } from '../run/healing/survey.ts'
import type { ExplainLine } from './command-lines.ts'
import { driveQuiet } from './drive-quiet.ts'
import { onMaster } from './on-master.ts'
import { surveyOptionsOf } from './run-options-of.ts'
import type { RunSurroundings } from './run-surroundings.ts'

/** Tells all about one instance. Changes nothing, and needs no lock. Throws HarepError; UnknownNameError for the name. */
export async function explainCommand(line: ExplainLine, surroundings: RunSurroundings): Promise<0> {
  return await onMaster(line, surroundings, () => tell(line, surroundings))
}

async function tell(line: ExplainLine, surroundings: RunSurroundings): Promise<0> {
  const { writer, version } = surroundings
  const surveyed = await driveQuiet(survey(surveyOptionsOf(line, version)), line.socketPath)
  const [name = line.instance] = instancesNamed([line.instance], surveyed.input.snapshot)
  const explanation = explain(surveyed, name)
  if (!explanation) throw new TypeError(`no decision about ${name}`)
  writer.out(line.output === 'json' ? jsonOutput(explainJson(explanation)) : explainText(explanation))
  return 0
}
