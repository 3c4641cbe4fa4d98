import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'
import { perform, type Run } from '../../../src/run/effects.ts'

/** The opcode with the watcher's own reason trail (Ganeti src/Ganeti/Constants.hs, opcodeReasonSrcWatcher). */
export function* watcherOpcode(
  opId: string,
  input: JsonObject,
  reason: string,
): Run<{ readonly [key: string]: JsonValue }> {
  const nowUs = yield* perform<'now'>({ kind: 'now' })
  // A multiple of 1000 with 16 digits before it: the number prints with exactly these digits.
  return { OP_ID: opId, ...input, reason: [['gnt:watcher', reason, nowUs * 1_000]] }
}
