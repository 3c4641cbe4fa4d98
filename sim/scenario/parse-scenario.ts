import * as v from 'valibot'
import { nearNames } from '../../src/cluster/near-names.ts'
import { parseClusterFile } from '../cluster-file/parse-cluster-file.ts'
import { firstProblem } from '../cluster-file/schema-issue.ts'
import { readYaml, shortened } from '../cluster-file/yaml-text.ts'
import { FAULTS, type Happening } from '../faults/all.ts'
import { findScenarioContradiction } from './contradiction.ts'
import { withPermissions } from './permissions.ts'
import type { Scenario } from './scenario.ts'
import { ScenarioFileError } from './scenario-file-error.ts'
import { SCENARIO_SCHEMA } from './scenario-schema.ts'

/** The text of a file whose name stands in a scenario file, relative to that. Throws HarepError. */
export type ReadBeside = (fileName: string) => string

const KEYS = 'description, cluster and timeline'

const EVERY_SECONDS = 300

/**
 * Reads a scenario file, YAML or JSON. Throws ScenarioFileError that names the place and what to do about it; ClusterFileError
 * for a cluster file that it refers to.
 *
 * @param fileName for messages only
 * @param readBeside gives the text of `cluster: other-file.yaml`; without it the cluster must stand in the file itself
 */
export function parseScenario(text: string, fileName: string, readBeside?: ReadBeside): Scenario {
  const fail = (message: string) => new ScenarioFileError(message)
  const { data, place } = readYaml(text, fileName, KEYS, fail)
  const whole = withCluster(data, readBeside)
  if (whole === undefined) {
    throw fail(`${place(['cluster'])}: the cluster must stand here: this text has no files beside it`)
  }
  const misnamed = findMisnamed(whole)
  if (misnamed !== undefined) throw fail(`${place(['timeline', misnamed.index, 'do'])}: ${misnamed.message}`)
  const parsed = v.safeParse(SCENARIO_SCHEMA, whole)
  if (!parsed.success) {
    const { path, message } = firstProblem(SCENARIO_SCHEMA, parsed.issues)
    throw fail(`${place(path)}: ${message}`)
  }
  const contradiction = findScenarioContradiction(parsed.output)
  if (contradiction !== undefined) throw fail(`${place(contradiction.path)}: ${contradiction.message}`)
  const {
    description,
    seed = 1,
    cluster,
    harep = {},
    permissions,
    timeline,
    lastsSeconds,
    expect,
  } = parsed.output
  return {
    description,
    seed,
    cluster: permissions === undefined ? cluster : withPermissions(cluster, permissions),
    harep: { everySeconds: EVERY_SECONDS, classic: false, ...harep },
    // Each option of the schema is made from a fault of that name with that fault's own entries, as Happening is.
    timeline: timeline as unknown as readonly Happening[],
    ...(lastsSeconds === undefined ? {} : { lastsSeconds }),
    ...(expect === undefined ? {} : { expect }),
  }
}

/** The data with the cluster in it where a file is named; undefined where that cannot be read. */
function withCluster(data: unknown, readBeside: ReadBeside | undefined): unknown {
  if (typeof data !== 'object' || data === null || !('cluster' in data)) return data
  const { cluster } = data
  if (typeof cluster !== 'string') return data
  if (readBeside === undefined) return undefined
  return { ...data, cluster: parseClusterFile(readBeside(cluster), cluster) }
}

/** The first entry of a timeline that names no fault: the schema would only list all that there are. */
function findMisnamed(data: unknown): { readonly index: number; readonly message: string } | undefined {
  if (typeof data !== 'object' || data === null || !('timeline' in data)) return undefined
  const entries: readonly unknown[] = Array.isArray(data.timeline) ? data.timeline : []
  const names: readonly string[] = FAULTS.map(({ name }) => name)
  for (const [index, entry] of entries.entries()) {
    if (typeof entry !== 'object' || entry === null) continue
    const name = 'do' in entry ? entry.do : undefined
    if (name === undefined)
      return { index, message: `an entry must say what happens: add do, one of ${names.join(', ')}` }
    if (typeof name === 'string' && names.includes(name)) continue
    const near = nearNames(String(name), names)
    const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${names.join(', ')}`
    return { index, message: `nothing that can happen is called ${shortened(String(name))}; ${hint}` }
  }
  return undefined
}
