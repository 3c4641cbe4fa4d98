import type { JsonObject } from '../cluster/json.ts'
import type { Opcode } from '../cluster/opcode.ts'
import type { ReasonEntry } from './repair-mark.ts'

/** Who submits a job, and why: a part of the options of every run. */
export interface Author {
  readonly version: string
  readonly reason: string | undefined
  readonly classic?: boolean
}

/**
 * Puts in front of an opcode what all of harep's opcodes carry, in the order in which the original writes it. `reason` is
 * the one common field that luxid insists on (opcodes.md section 0). The time is a multiple of 1000 ns, so that a double
 * prints it exactly. `marks` are entries of our own after the original's.
 */
export function annotate(
  opcode: Opcode,
  options: Author,
  nowUs: number,
  marks: readonly ReasonEntry[] = [],
): JsonObject {
  const { version } = options
  return Object.freeze({
    priority: 0,
    depends: null,
    comment: `automated repairs by harep (ganeti) version ${version}`,
    reason: [
      ['harep', reasonText(options) ?? `harep (ganeti) version ${version} called`, nowUs * 1000],
      ...marks,
    ],
    ...opcode,
  })
}

/**
 * luxid tells of each character the low eight bits only, so a bullet in a reason (U+2022) would come back as a quote and make
 * every answer about this job unreadable. What Latin-1 lacks is therefore written as an escape; --classic sends it as it is.
 */
function reasonText({ reason, classic }: Author): string | undefined {
  if (classic) return reason
  return reason?.replace(
    /[^\u0000-\u00ff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
