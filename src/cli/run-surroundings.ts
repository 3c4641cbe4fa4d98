import type { FormatTime } from '../report/event-text.ts'
import type { Writer } from './writer.ts'

/** What a command that talks to luxid needs besides its options. */
export interface RunSurroundings {
  readonly writer: Writer
  readonly version: string
  readonly formatTime: FormatTime
  /** GANETI_ROOTDIR: the root of the tree in which Ganeti's own files are; undefined: the machine's. */
  readonly rootDirectory: string | undefined
}
