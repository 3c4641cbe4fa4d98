import { isJsonArray, isJsonObject, type JsonValue } from '../../../../src/cluster/json.ts'
import type { Exchange } from './captured-file.ts'

/** The statuses of jobs that a captured answer shows at the moment of asking, without having waited for a change. */
export function polledStatuses({
  sent,
  answer,
}: Exchange): readonly { readonly id: number; readonly status: string }[] {
  const request = parsed(new TextDecoder().decode(sent).replace(/\u0003.*/s, ''))
  const { method, args } = isJsonObject(request) ? request : {}
  const reply = parsed(answer ?? '')
  const result = isJsonObject(reply) ? reply['result'] : undefined
  if (!isJsonArray(args) || !isJsonArray(result)) return []
  if (method === 'QueryJobs') return statusesOfRows(args, result)
  const [id, fields, seen] = args
  if (method !== 'WaitForJobChange' || seen !== null) return []
  return statusesOfRows([[id ?? null], fields ?? null], [result[0] ?? null])
}

function statusesOfRows(args: readonly JsonValue[], rows: readonly JsonValue[]) {
  const [ids, fields] = args
  const column = isJsonArray(fields) ? fields.indexOf('status') : -1
  if (!isJsonArray(ids) || ids.length !== rows.length || column < 0) return []
  return rows.flatMap((row, index) => {
    const id = ids[index]
    const status = isJsonArray(row) ? row[column] : undefined
    return typeof id === 'number' && typeof status === 'string' ? [{ id, status }] : []
  })
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
