import fc from 'fast-check'
import { expect, test } from 'vitest'
import { finishRun, type SimulatedRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { HarepError } from '../../../src/cluster/harep-error.ts'
import { clearJson, clearTexts } from '../../../src/report/clear-text.ts'
import { isHealingEvent } from '../../../src/report/event-kinds.ts'
import { explainJson } from '../../../src/report/explain-json.ts'
import { explainText } from '../../../src/report/explain-text.ts'
import { explain } from '../../../src/report/explanation.ts'
import { heldIn } from '../../../src/report/held.ts'
import { jsonOutput } from '../../../src/report/json-output.ts'
import { runJson } from '../../../src/report/run-json.ts'
import { runReport } from '../../../src/report/run-report.ts'
import { STATUS_FIELDS } from '../../../src/report/status-fields.ts'
import { statusJson } from '../../../src/report/status-json.ts'
import { statusRows } from '../../../src/report/status-rows.ts'
import { statusTable } from '../../../src/report/status-table.ts'
import { clearRun } from '../../../src/run/commands/clear-run.ts'
import type { Run } from '../../../src/run/effects.ts'
import { defaultHealingOptions } from '../../../src/run/healing/healing-options.ts'
import { type Survey, survey } from '../../../src/run/healing/survey.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { damage, damagedService } from '../../arbitraries/damage.ts'
import { parsedOutput } from '../../report/output-schemas.ts'
import { runOptions, World } from '../world.ts'

const REPAIR = 'ganeti:watcher:autorepair:'
const CLUSTER: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', tags: [`${REPAIR}reinstall`] },
  groups: [{ name: 'default', tags: [`${REPAIR}suspend:7`] }],
  nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
  instances: [
    { name: 'web1', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3' },
    {
      name: 'old1',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node1',
      tags: [
        `${REPAIR}result:failover:u:5:failure:1`,
        `${REPAIR}pending:failover:u2:6:`,
        `${REPAIR}pending:x`,
      ],
    },
  ],
}

/** Plays a run against a luxid of which some answers are damaged; what it returns goes to `print`. */
function everyEnd<T>(
  run: () => Run<T>,
  print: (value: T, events: SimulatedRun<T>['events']) => readonly string[],
): void {
  fc.assert(
    fc.property(fc.array(damage, { maxLength: 3 }), damages => {
      const world = new World(CLUSTER)
      world.kill('node2')
      const played = startRun(world.kernel, damagedService(world.cluster, damages), run())
      const outcome = finishRun(world.kernel, played)
      if (outcome.kind === 'returned') {
        for (const text of print(outcome.value, played.events)) {
          expect(text).not.toMatch(
            /[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]|\p{Surrogate}|undefined|\[object/u,
          )
        }
      } else if (outcome.kind === 'threw') {
        expect(outcome.error).toBeInstanceOf(HarepError)
      }
    }),
    { numRuns: 200 },
  )
}

/** All that status and explain print of what was seen. */
function told(surveyed: Survey): readonly string[] {
  const rows = statusRows(surveyed, () => true)
  const layout = { fields: STATUS_FIELDS, separator: undefined, hasHeaders: true, isVerbose: false }
  parsedOutput(jsonOutput(statusJson(rows, surveyed.decisions, heldIn(surveyed))))
  const explanations = surveyed.decisions.flatMap(({ instance }) => explain(surveyed, instance) ?? [])
  for (const one of explanations) parsedOutput(jsonOutput(explainJson(one)))
  return [statusTable(rows, layout), ...explanations.map(explainText)]
}

test('whatever luxid answers, status and explain end in text that is fit to print or in a documented error', () => {
  everyEnd(() => survey({ ...defaultHealingOptions('0.0.0'), dryRun: true }), told)
})

test('whatever luxid answers, clear ends so, too', () => {
  const options = { names: ['old1', 'web1'], all: true, reason: undefined, dryRun: false, version: '0.0.0' }
  everyEnd(
    () => clearRun(options),
    cleared => {
      parsedOutput(jsonOutput(clearJson(cleared, false, 0)))
      return clearTexts(cleared, false).map(({ text }) => text)
    },
  )
})

test('whatever luxid answers, a run tells nothing that is not fit to print', () => {
  everyEnd(
    () => runHarep(runOptions()),
    (_, events) => {
      const told = events.filter(isHealingEvent)
      const end = { outcome: 'done', exitCode: 0, dryRun: false, error: undefined } as const
      parsedOutput(jsonOutput(runJson(told, end)))
      return told.flatMap(runReport({ verbosity: 'verbose', dryRun: false })).map(({ text }) => text)
    },
  )
})
