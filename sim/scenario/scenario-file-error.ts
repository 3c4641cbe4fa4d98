import { HarepError } from '../../src/cluster/harep-error.ts'

/** A scenario file that does not describe a scenario. The message says where: `file:line:column: what, and a hint`. */
export class ScenarioFileError extends HarepError {
  readonly code = 'SCENARIO_FILE'
}
