import type { Limits } from '../planner/healing/plan-input.ts'
import type { Verbosity } from '../report/run-report.ts'
import type { StatusField } from '../report/status-fields.ts'
import type { Selection } from '../run/healing/healing-options.ts'
import type { OutputFormat } from './option-values.ts'

/** Where luxid is. */
interface SocketChoice {
  /** As it was given: any text, maybe empty, relative or too long for a socket. */
  readonly socketPath: string
  /** Whether -L was given: then it is for the user to know that there is a luxid. */
  readonly isSocketGiven: boolean
}

export interface Common extends SocketChoice {
  readonly output: OutputFormat
}

/** What the command line asks for. */
export type CommandLine = ClassicLine | RunLine | StatusLine | ExplainLine | ClearLine | InformationLine

export interface ClassicLine extends SocketChoice {
  readonly kind: 'classic'
  /** Finite, NaN or -Infinity: a delay that is not above 0 (NaN too) means none. */
  readonly jobDelaySeconds: number
  /** undefined where none was given; an empty one is a reason like others. */
  readonly reason: string | undefined
  readonly dryRun: boolean
}

export interface RunLine extends Common {
  readonly kind: 'run'
  readonly limits: Limits
  readonly selection: Selection
  /** As in ClassicLine; undefined where none was given. */
  readonly jobDelaySeconds: number | undefined
  readonly reason: string | undefined
  readonly dryRun: boolean
  readonly waitSeconds: number | undefined
  readonly verbosity: Verbosity
}

export interface StatusLine extends Common {
  readonly kind: 'status'
  readonly limits: Limits
  readonly selection: Selection
  readonly fields: readonly StatusField[]
  /** undefined: columns are aligned. */
  readonly separator: string | undefined
  readonly hasHeaders: boolean
  /** Whether healthy instances are listed too. */
  readonly all: boolean
  readonly isVerbose: boolean
}

export interface ExplainLine extends Common {
  readonly kind: 'explain'
  readonly limits: Limits
  readonly instance: string
}

export interface ClearLine extends Common {
  readonly kind: 'clear'
  readonly instances: readonly string[]
  /** Whether all tags of repairs go, not only those of failures. */
  readonly all: boolean
  readonly reason: string | undefined
  readonly dryRun: boolean
}

interface InformationLine {
  readonly kind: 'help' | 'version' | 'help-completion'
}
