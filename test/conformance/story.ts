import { setTimeout } from 'node:timers/promises'
import { isJsonObject, type JsonValue } from '../../src/cluster/json.ts'
import type { Ended } from './debian-tools.ts'
import { Normaliser } from './normaliser.ts'
import type { Scenario } from './scenario.ts'
import { World } from './world.ts'

/** One of the two hareps: runs it with these arguments to its end. */
export type Harep = (args: readonly string[]) => Promise<Ended>

/** What one run did, made comparable. */
export interface ToldRun extends Ended {
  /** All requests in their order, but for those that load the cluster. */
  readonly requests: readonly string[]
}

/** A scenario as it went with one of the hareps. */
export interface Story {
  readonly runs: readonly ToldRun[]
  /** All that the cluster was at the end, an instance or a job in a line. */
  readonly end: readonly string[]
  readonly defects: readonly string[]
}

/** How each load begins; the two hareps ask for different fields. */
const LOADING: readonly JsonValue[] = ['Query', 'QueryClusterInfo']

/** Lets a scenario happen in a world of its own. */
export async function tell(scenario: Scenario, harep: Harep): Promise<Story> {
  const normaliser = new Normaliser(JSON.stringify(scenario), Date.now())
  const world = await World.open(scenario)
  try {
    const runs: ToldRun[] = []
    let lastEndMs: number | undefined
    for (const incidents of scenario.incidents) {
      for (const incident of incidents) world.suffer(incident)
      await untilNextSecond(lastEndMs)
      world.requests.length = 0
      const { exitCode, stdout, stderr } = await harep([`-L${world.socketPath}`, ...scenario.options])
      const nowMs = Date.now()
      lastEndMs = nowMs
      const text = (written: string) => normaliser.text(written, nowMs)
      runs.push({
        exitCode,
        stdout: text(stdout),
        stderr: text(stderr),
        requests: world.requests
          .filter(request => !(isJsonObject(request) && LOADING.includes(request['method'] ?? null)))
          .map(request => normaliser.request(request, nowMs)),
      })
    }
    const nowMs = Date.now()
    const { instances, jobs, nodes } = world.snapshot
    const text = (value: unknown) => normaliser.text(JSON.stringify(value), nowMs)
    // Tags are sorted by what is normalised, so they are sorted again.
    const tagged = instances.map(({ tags, ...rest }) => `${text(rest)} ${tags.map(text).sort().join(' ')}`)
    const end = [...nodes.map(text), ...tagged, ...jobs.map(text)]
    return { runs, end, defects: world.defects.map(defect => defectText(defect)) }
  } finally {
    await world.close()
  }
}

/**
 * The tags of two runs in the same second would be ordered by their random ids. Runs are minutes apart; these are a second
 * apart, which is what tags can tell.
 */
async function untilNextSecond(lastEndMs: number | undefined): Promise<void> {
  if (lastEndMs === undefined) return
  await setTimeout(Math.max(0, (Math.floor(lastEndMs / 1000) + 1) * 1000 - Date.now()))
}

function defectText(defect: unknown): string {
  return defect instanceof Error ? (defect.stack ?? defect.message) : String(defect)
}
