import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serviceTransport } from '../../../sim/driver/transport.ts'
import { FAULTS } from '../../../sim/faults/all.ts'
import { generateScenario } from '../../../sim/generate/generate-scenario.ts'
import { play } from '../../../sim/play/play.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'
import { firstDifference } from '../first-difference.ts'
import { decisionTrace, withPlainFailures } from './decision-trace.ts'
import { Sockets } from './play-over-sockets.ts'

/** What the simulator shows of harep counts for production only if it makes no difference how the two are connected. */
const SCENARIOS = 500

const folder = mkdtempSync(join(tmpdir(), 'harep-socket-'))
let sockets: Sockets
beforeAll(async () => {
  sockets = await Sockets.listen(folder)
})
afterAll(async () => {
  await sockets.close()
  rmSync(folder, { recursive: true })
})

function tracedInProcess(scenario: Scenario): string {
  let text = () => ''
  play(scenario, stage => {
    stage.openTransport = service => withPlainFailures(serviceTransport(stage.clock, service))
    const trace = decisionTrace(stage)
    text = trace.text
    return trace.observers
  })
  return text()
}

async function tracedOverSockets(scenario: Scenario): Promise<string> {
  let text = () => ''
  await sockets.play(scenario, stage => {
    const trace = decisionTrace(stage)
    text = trace.text
    return trace.observers
  })
  return text()
}

test(`${SCENARIOS} generated scenarios end in the same decisions in process and over a real socket`, async () => {
  const lines = { total: 0, runs: 0, submissions: 0 }
  const wireFaults = new Set<string>()
  for (let seed = 1; seed <= SCENARIOS; seed += 1) {
    const scenario = generateScenario(seed)
    const expected = tracedInProcess(scenario)
    const difference = firstDifference(expected, await tracedOverSockets(scenario))
    expect(difference, `seed ${seed}`).toBeUndefined()
    const all = expected.split('\n')
    lines.total += all.length - 1
    lines.runs += all.filter(line => line.includes('"kind":"run-ended"')).length
    lines.submissions += all.filter(line => line.includes('"SubmitManyJobs"')).length
    for (const { do: name } of scenario.timeline)
      if (FAULTS.some(one => one.name === name && one.layer === 'wire')) wireFaults.add(name)
  }
  console.log(
    `${SCENARIOS} scenarios are the same in process and over a socket: ${lines.total} lines, ${lines.runs} runs of ` +
      `harep, ${sockets.calls} calls, ${lines.submissions} submissions; wire faults among them: ${[...wireFaults].sort().join(', ')}`,
  )
  expect(wireFaults.size).toBeGreaterThan(5)
  expect(sockets.calls).toBeGreaterThan(10 * SCENARIOS)
})
