import { isJsonArray, type JsonValue } from '../../cluster/json.ts'

/**
 * The priority of a job that harep is about to cancel: the lowest there is, which none of Ganeti's tools offers by a name. A job that was
 * cancelled tells of nobody who did it, and of no reason; its priority stays in its file, archived or not.
 */
export const WITHDRAWN_PRIORITY = 19

/** Whether luxid's field `oppriority` has that mark. */
export function isMarkedWithdrawn(priorities: JsonValue): boolean {
  return isJsonArray(priorities) && priorities.includes(WITHDRAWN_PRIORITY)
}
