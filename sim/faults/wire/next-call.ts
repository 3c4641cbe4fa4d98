import * as v from 'valibot'
import { NOTHING_BEFALLS, type Stage } from '../../play/stage.ts'
import type { WireFault } from '../../play/wire-fault.ts'
import { index } from '../entries.ts'

/** The methods of luxid that a run of harep calls. */
export const METHODS = [
  'Query',
  'QueryClusterInfo',
  'QueryConfigValues',
  'QueryJobs',
  'QueryFilters',
  'SubmitManyJobs',
  'WaitForJobChange',
  'CancelJob',
  'ReplaceFilter',
  'DeleteFilter',
] as const

/** Which call of the next run: by its number from 0, among all of them or among those of a method. */
export const callEntries = { call: index, method: v.exactOptional(v.picklist(METHODS)) }

interface Call {
  readonly call: number
  readonly method?: (typeof METHODS)[number]
}

/** The call in a sentence. */
export function callText({ call, method }: Call): string {
  return method === undefined ? `call ${call} of the next run` : `${method} number ${call} of the next run`
}

/** Lets it befall that call of the next run, besides what was to befall it already. */
export function befall(stage: Stage, { call, method }: Call, how: WireFault['how']): boolean {
  const wire = [...stage.nextRun.wire, { call, how, ...(method !== undefined && { method }) }]
  stage.nextRun = { ...stage.nextRun, wire }
  return true
}

export function forgetNextRun(stage: Stage): void {
  stage.nextRun = NOTHING_BEFALLS
}
