import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import { jsonOutput } from '../../src/report/json-output.ts'
import { RUN_OUTPUT } from '../../src/report/output-schema.ts'
import { runJson } from '../../src/report/run-json.ts'
import type { HealingEvent } from '../../src/run/healing/healing-event.ts'
import { EVENTS, HEALTHY } from '../builders/healing-events.ts'
import { REASON_SAMPLES } from '../builders/reasons.ts'

const DONE = { outcome: 'done', exitCode: 0, dryRun: false, error: undefined } as const

/** What a program reads, checked against the schema. */
function read(events: readonly HealingEvent[], end: Parameters<typeof runJson>[1] = DONE) {
  return v.parse(RUN_OUTPUT, JSON.parse(jsonOutput(runJson(events, end))))
}

describe('runJson', () => {
  test('every kind of event holds to the schema, in the order of what happened', () => {
    const events = Object.values(EVENTS)
    expect(read(events).events.map(({ event }) => event)).toEqual(events.map(({ kind }) => kind))
    expect(read([...events].reverse()).events.map(({ event }) => event)).toEqual(
      events.map(({ kind }) => kind).reverse(),
    )
  })

  test.each(Object.values(REASON_SAMPLES))('an instance with the reason $code does, too', reason => {
    const decision: HealingDecision = { ...HEALTHY, instance: 'i1', state: 'needs-repair', reason }
    const summary = {
      kind: 'summary',
      decisions: [decision, HEALTHY],
      dryRun: false,
      isPartial: false,
    } as const
    const { instances, counts } = read([summary])
    expect(instances).toMatchObject([{ name: 'i1', reason: { code: reason.code } }])
    expect(counts).toMatchObject({ healthy: 1, 'needs-repair': 1 })
  })

  test('what does not exist is null', () => {
    const { begun, ended, forbidden, problem } = EVENTS
    const events: readonly HealingEvent[] = [
      { ...begun, job: undefined, decision: HEALTHY },
      { ...ended, why: undefined },
      { ...forbidden, decidedBy: undefined },
      { ...problem, instance: undefined },
    ]
    expect(read(events)).toMatchObject({
      events: [{ job: null, decidedBy: null }, { why: null }, { decidedBy: null }, { instance: null }],
      counts: null,
      error: null,
    })
  })

  test('an error that ended the run stands beside what happened before', () => {
    const error = { code: 'LUXI_CLOSED', message: 'luxid hung up' }
    const output = read([EVENTS.adopted], { outcome: 'failed', exitCode: 1, dryRun: true, error })
    expect(output).toMatchObject({ outcome: 'failed', exitCode: 1, dryRun: true, error, events: [{}] })
  })
})
