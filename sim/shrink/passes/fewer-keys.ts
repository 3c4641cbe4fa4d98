import type { Scenario } from '../../scenario/scenario.ts'
import type { Pass } from '../pass.ts'
import { without } from '../without.ts'

type Data = Readonly<Record<string, unknown>>

/** What has no default, and so cannot be left out. */
const KEPT = new Set(['name', 'diskTemplate', 'primary', 'secondary', 'everySeconds', 'classic', 'at', 'do'])

/**
 * Leaves out what has a default: settings of the cluster, of its objects and of harep, and keys of what happens. Of lists of words,
 * such as tags, also parts.
 */
export const fewerKeys: Pass = function* (scenario) {
  const { cluster, harep, timeline } = scenario
  const { timing: _timing, finishedJobs: _jobs, ...rest } = cluster
  if (cluster.timing !== undefined || cluster.finishedJobs !== undefined) yield { ...scenario, cluster: rest }
  if (harep.classic) yield { ...scenario, harep: { ...harep, classic: false } }
  for (const simpler of simplerThan({ ...harep })) yield as(scenario, { harep: simpler })
  for (const simpler of simplerThan({ ...cluster.cluster })) {
    yield as(scenario, { cluster: { ...cluster, cluster: simpler } })
  }
  for (const part of ['groups', 'nodes', 'instances'] as const) {
    for (const objects of simplerEach(cluster[part].map(object => ({ ...object })))) {
      yield as(scenario, { cluster: { ...cluster, [part]: objects } })
    }
  }
  for (const simpler of simplerEach(timeline.map(happening => ({ ...happening })))) {
    yield as(scenario, { timeline: simpler })
  }
}

function* simplerEach(objects: readonly Data[]): Iterable<readonly Data[]> {
  // All at once first: most of the keys do not matter.
  const bare = objects.map(object =>
    Object.fromEntries(Object.entries(object).filter(([key]) => KEPT.has(key))),
  )
  if (JSON.stringify(bare) !== JSON.stringify(objects)) yield bare
  for (const [index, object] of objects.entries()) {
    for (const simpler of simplerThan(object)) yield objects.with(index, simpler)
  }
}

function* simplerThan(object: Data): Iterable<Data> {
  for (const [key, value] of Object.entries(object)) {
    if (KEPT.has(key)) continue
    const { [key]: _left, ...rest } = object
    yield rest
    if (Array.isArray(value)) for (const shorter of without(value)) yield { ...object, [key]: shorter }
  }
}

/** Whether it still is a scenario is asked of the schema before it is played. */
function as(scenario: Scenario, part: Data): Scenario {
  // The schema decides (is-scenario.ts): here parts are only data.
  return { ...scenario, ...part } as Scenario
}
