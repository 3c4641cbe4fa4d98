import { isJsonArray, isJsonObject, type JsonValue } from '../cluster/json.ts'
import { parseRepairType, type RepairType } from '../cluster/repair-type.ts'

/**
 * Each repair job carries, in its reason trail, the type and id of the repair. A run that dies after the submission and
 * before the tag is on record so leaves a job that the next run recognises; the original forgets it, and repairs again.
 */
const SOURCE = 'harep'
const MARK = /^repair (?<type>[a-z-]+) (?<id>[0-9a-f-]{36})$/

/** What a mark says. */
export interface RepairMark {
  readonly type: RepairType
  readonly id: string
}

/** The entry for the reason trail; `timeUs` in microseconds since the epoch. */
export function repairMark({ type, id }: RepairMark, timeUs: number): readonly [string, string, number] {
  return [SOURCE, `repair ${type} ${id}`, timeUs * 1000]
}

/** The mark in the reason trail of an opcode as luxid tells it, or undefined. */
export function findRepairMark(opcode: JsonValue): RepairMark | undefined {
  const trail = isJsonObject(opcode) ? opcode['reason'] : undefined
  for (const entry of isJsonArray(trail) ? trail : []) {
    const [source, text] = isJsonArray(entry) ? entry : []
    const groups = source === SOURCE && typeof text === 'string' ? MARK.exec(text)?.groups : undefined
    const type = parseRepairType(groups?.['type'] ?? '')
    const id = groups?.['id']
    if (type !== undefined && id !== undefined) return { type, id }
  }
  return undefined
}
