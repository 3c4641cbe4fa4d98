import type { JsonValue } from '../../../src/cluster/json.ts'
import { genericError } from '../ganeti-failure.ts'
import { RequestParseError } from '../haskell-text.ts'
import { parseAction, parsePredicates } from '../jobs/job-filter.ts'
import { reasonEntry } from '../opcodes/common-fields.ts'
import { readInteger, readList, readText, tuple } from './arguments.ts'
import { type LuxiMethod, value } from './method.ts'

/**
 * ReplaceFilter [uuid or null, priority, predicates, action, reason trail]: adds a job filter, or replaces the one with
 * that UUID (jobs.md section 11; Ganeti src/Ganeti/Query/Server.hs:319-356). The answer is its UUID.
 */
export const replaceFilter: LuxiMethod = (args, { kernel, queue }) => {
  const rule = tuple(args, 5, ([uuid, priority, predicates = null, action = null, reason]) => ({
    uuid: uuid === null ? undefined : readText(uuid),
    priority: readPriority(priority),
    predicates: parsePredicates(predicates),
    action: parseAction(action),
    reasonTrail: readReason(reason),
  }))
  if (rule.uuid !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(rule.uuid)) {
    throw genericError('Unable to parse UUID')
  }
  const uuid = rule.uuid ?? kernel.random('uuid').uuid()
  const entry = ['luxid', '', kernel.nowUs * 1_000]
  queue.filters.set(uuid, {
    ...rule,
    uuid,
    watermark: queue.lastId,
    reasonTrail: [...rule.reasonTrail, entry],
  })
  queue.reschedule()
  return value(uuid)
}

function readPriority(json: JsonValue | undefined): number {
  const priority = readInteger(json)
  if (priority < 0) throw new RequestParseError(`Invalid value for non-negative type '${priority}'`)
  return priority
}

function readReason(json: JsonValue | undefined): readonly JsonValue[] {
  return readList(json, reasonEntry)
}
