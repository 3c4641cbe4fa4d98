import type { StatusField } from '../report/status-fields.ts'
import {
  listOf,
  type OutputFormat,
  readFields,
  readJobDelay,
  readOutputFormat,
  wholeNumber,
} from './option-values.ts'

/** The types that the options of OPTION_TABLE have once commander has read them; undefined where one was not given. */
export interface OptionValues {
  readonly luxi: string
  readonly jobDelay?: number
  readonly reason?: string
  readonly dryRun?: true
  readonly version?: true
  readonly help?: true
  readonly helpCompletion?: true
  readonly classic?: true
  readonly settleTime?: number
  readonly maxOffline?: number
  readonly maxStop?: number
  readonly wait?: number
  readonly group?: readonly string[]
  readonly node?: readonly string[]
  readonly instanceTags?: readonly string[]
  readonly selectInstances?: readonly string[]
  readonly excludeInstances?: readonly string[]
  readonly quiet?: true
  readonly verbose?: true
  readonly output?: OutputFormat
  readonly fields?: readonly StatusField[]
  readonly separator?: string
  readonly all?: true
  /** commander takes --no-X as the negation of --X. */
  readonly headers?: boolean
}

/** Reads one value, given what an earlier spelling of the same option gave. */
type Reader = (text: string, before: unknown) => unknown

/** How the values of options are read, by their names; the others are plain texts and flags. */
export const OPTION_READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['job-delay', readJobDelay],
  ['settle-time', wholeNumber('settle time')],
  ['max-offline', wholeNumber('max offline')],
  ['max-stop', wholeNumber('max stop')],
  ['wait', wholeNumber('wait')],
  ['group', list('group')],
  ['node', list('node')],
  ['instance-tags', list('instance tags')],
  ['select-instances', list('select instances')],
  ['exclude-instances', list('exclude instances')],
  ['output', readOutputFormat],
  ['fields', readFields],
])

function list(what: string): Reader {
  const read = listOf(what)
  // commander hands back what this very reader gave before, or undefined.
  return (text, before) => read(text, before as readonly string[] | undefined)
}
