import type { Layer } from '../faults/layer.ts'

/** Something of the timeline that has just happened, or could not. */
export interface Happened {
  /** Name of the fault. */
  readonly fault: string
  readonly layer: Layer
  readonly text: string
  /** The node or instance that it is about, if one. */
  readonly about: string | undefined
  /** False where it could not: what is the case already, or can never be. */
  readonly tookPlace: boolean
}
