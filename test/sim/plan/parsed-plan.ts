import * as v from 'valibot'
import { PLAN_SCHEMA } from '../../../sim/plan/plan-schema.ts'

/** A plan in JSON, read; throws where it is none. */
export function parsedPlan(text: string): v.InferOutput<typeof PLAN_SCHEMA> {
  return v.parse(PLAN_SCHEMA, JSON.parse(text))
}
