import type { InstanceState } from '../../src/planner/instance-state.ts'
import type { ReasonCode } from '../../src/planner/reason.ts'
import type { Layer } from '../faults/layer.ts'
import type { Program } from '../play/harep-run.ts'

/**
 * One thing that was so, or happened, in a play: what the readable trace, the timeline and the comparison of two plays are made of.
 * Plain data that survives JSON. Times in microseconds since the beginning of the play.
 */
export type TraceEntry = { readonly atUs: number } & (
  | {
      readonly kind: 'happening'
      readonly fault: string
      readonly layer: Layer
      readonly text: string
      /** The node or instance that it is about, if one. */
      readonly about: string | undefined
      readonly tookPlace: boolean
    }
  /** The faults have stopped. */
  | { readonly kind: 'calm' }
  | { readonly kind: 'run-started'; readonly run: number; readonly program: Program; readonly node: string }
  /** `outcome`: `0` or `1` as harep's exit code, `killed`, or the words of the error. */
  | { readonly kind: 'run-ended'; readonly run: number; readonly outcome: string }
  /** What a healing run says of an instance in the end, where that is not what the run before said. */
  | {
      readonly kind: 'decision'
      readonly run: number
      readonly instance: string
      readonly state: InstanceState
      readonly reason: ReasonCode
      readonly sentence: string
      /** The tag that decided and the object it stands on, as `tag on object`. */
      readonly decidedBy: string | undefined
    }
  /** A line of what a run told, but for its summary. */
  | {
      readonly kind: 'told'
      readonly run: number
      readonly instance: string | undefined
      readonly text: string
    }
  /** A job's file was written with another status than before. */
  | {
      readonly kind: 'job'
      readonly job: number
      readonly status: string
      /** Its opcodes in short, as gnt-job list shows them. */
      readonly summary: string
      readonly instance: string | undefined
      readonly isRepair: boolean
    }
  /** A guest was started or stopped. */
  | { readonly kind: 'guest'; readonly instance: string; readonly runs: boolean }
  | { readonly kind: 'violation'; readonly invariant: string; readonly what: string }
)

export type TraceKind = TraceEntry['kind']
