import type { FormatTime } from '../report/event-text.ts'
import type { Environment } from './environment.ts'
import type { Writer } from './writer.ts'

/** What a command that talks to luxid needs besides its options. */
export interface RunSurroundings {
  readonly writer: Writer
  readonly version: string
  readonly formatTime: FormatTime
  readonly environment: Environment
}
