import { meaningText } from './explain-text.ts'
import type { Explanation } from './explanation.ts'
import { heldJson } from './held.ts'
import type { ExplainOutput } from './output-schema.ts'
import { statusInstanceJson } from './status-json.ts'

/** What --output=json prints of an explanation. */
export function explainJson({ row, wayOut, policy, nodes, repairs, held }: Explanation): ExplainOutput {
  return {
    schema: 'harep-explain/1',
    ...statusInstanceJson(row),
    wayOut: wayOut ?? null,
    policy: policy.map(({ level, object, tag, meaning, decides }) => ({
      level,
      object,
      tag,
      meaning: meaningText(meaning),
      decides,
    })),
    nodes: nodes.map(({ name, role, state }) => ({ name, role, state })),
    repairs: repairs.map(({ tag, repair, jobs }) => ({
      tag,
      repair: repair?.type ?? null,
      result: repair?.result ?? null,
      timeSeconds: safeNumber(repair?.timeSeconds),
      jobs: jobs.map(({ id }) => id),
      isReadable: repair !== undefined,
    })),
    holds: held.map(heldJson),
  }
}

/** A time that no double can hold exactly is no time; the tag itself tells it. */
function safeNumber(value: bigint | undefined): number | null {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : null
}
