import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { LockRequest } from '../jobs/lock-manager.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { Timing } from '../timing.ts'
import type { OpcodeField } from './opcode-field.ts'

/**
 * One kind of opcode: how its parameters are decoded, which locks it takes and what it does. `run` is a generator that
 * yields how long the next piece of work takes (microseconds of virtual time) and goes on when that time is over; whoever
 * stops resuming it has killed the job half way, with whatever it had done until then. Everything before the first yield
 * is prerequisites: a GanetiFailure thrown there left the cluster as it was.
 */
export interface Opcode {
  /** On the wire, such as `OP_TAGS_SET`. */
  readonly opId: string
  readonly fields: readonly OpcodeField[]
  /** The field whose value the summary shows in parentheses, if any. */
  readonly summaryOf?: (input: JsonObject) => string | undefined
  /**
   * The locks, level by level; a later stage is worked out when the earlier ones are held, and all of one stage are got
   * together. Throws GanetiFailure when an object that it names does not exist.
   */
  readonly lockStages: readonly ((run: OpcodeRun) => readonly LockRequest[])[]
  readonly run: (run: OpcodeRun) => Generator<number, JsonValue>
}

/** What an opcode that runs can see and touch. */
export interface OpcodeRun {
  readonly input: JsonObject
  readonly state: ClusterState
  readonly kernel: Kernel
  readonly timing: Timing
  /** Gives back the held locks that `isReleased` picks by their full names. */
  release(isReleased: (lockName: string) => boolean): void
  /** Adds a line to the opcode's log (job field oplog). */
  log(text: string): void
  /**
   * Fills in parameters as the logical unit does: names in full, UUIDs, defaults of the cluster. The job shows them from
   * then on, even if the opcode fails (opcodes.md section 0).
   */
  fill(parameters: JsonObject): void
  /** Submits jobs of its own and returns what the opcode's result says of each: `[true, id]`. */
  submit(jobs: readonly (readonly JsonObject[])[]): JsonValue
}

/** The text of a job's summary for this opcode (opcodes.md section 0). */
export function opcodeSummary(opcode: Opcode, input: JsonObject): string {
  const name = opcode.opId.slice('OP_'.length)
  const value = opcode.summaryOf?.(input)
  return value === undefined ? name : `${name}(${value})`
}
