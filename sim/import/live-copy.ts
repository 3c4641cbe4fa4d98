import { isJsonArray } from '../../src/cluster/json.ts'
import { parseRepairTag } from '../../src/cluster/repair-tag.ts'
import { LuxiConnection } from '../../src/luxi/socket-transport.ts'
import { findContradiction } from '../cluster-file/cross-references.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import { reportedBy } from './from-luxi.ts'
import { ImportError } from './import-error.ts'
import { type PastJobs, pastJobs, type UnfinishedJob } from './past-jobs.ts'
import type { ReportedCluster } from './reported-cluster.ts'
import { toDefinition } from './to-definition.ts'

/** A copy of a live cluster, and what its user must know of it, as sentences. */
export interface LiveCopy {
  readonly definition: ClusterDefinition
  readonly notes: readonly string[]
}

/**
 * Copies a live cluster with all that harep's decisions rest on, its past jobs included. It only looks: every call is a
 * query. What cannot be copied are jobs that have not ended; a repair of harep's among them is taken as not begun, or else
 * the copy would tell of a repair whose job is lost. Throws LuxiError and ImportError.
 */
export async function copyLive(socketPath: string): Promise<LiveCopy> {
  const connection = await LuxiConnection.connect(socketPath)
  try {
    const drainFlag = await connection.call('QueryConfigValues', [['drain_flag']])
    const leftOut: string[] = []
    const reported = await reportedBy(connection, name => leftOut.push(name))
    const jobs = await pastJobs(connection, namedJobs(reported))
    const definition = withoutContradictions(copyOf(reported, jobs), name => leftOut.push(name))
    const isDrained = isJsonArray(drainFlag) && drainFlag[0] === true
    const notes = [
      ...(isDrained ? [DRAINED] : []),
      ...leftOutNotes(leftOut),
      ...unfinishedNotes(jobs.unfinished),
    ]
    return { definition, notes }
  } finally {
    connection.close()
  }
}

const DRAINED =
  'The job queue of the real cluster is drained, so there harep does nothing: what follows is what it would do else.'

/** The jobs that the tags of repairs name. */
function namedJobs({ instances }: ReportedCluster): readonly number[] {
  return instances
    .flatMap(({ tags }) => tags.flatMap(tag => parseRepairTag(tag)?.jobs ?? []))
    .map(Number)
    .filter(Number.isSafeInteger)
}

function copyOf(reported: ReportedCluster, { finished, unfinished }: PastJobs): ClusterDefinition {
  const open = new Set(unfinished.map(({ id }) => String(id)))
  const isOpen = (tag: string) => {
    const repair = parseRepairTag(tag)
    return repair?.result === undefined && repair?.jobs.some(id => open.has(id)) === true
  }
  const instances = reported.instances.map(instance => ({
    ...instance,
    tags: instance.tags.filter(tag => !isOpen(tag)),
  }))
  return { ...toDefinition({ ...reported, instances }, 'all'), finishedJobs: finished }
}

/** A sick instance must not keep anybody from a plan for all others. Throws ImportError for anything else that is sick. */
function withoutContradictions(
  definition: ClusterDefinition,
  leaveOut: (instance: string) => void,
): ClusterDefinition {
  let healthy = definition
  for (;;) {
    const contradiction = findContradiction(healthy)
    if (contradiction === undefined) return healthy
    const [list, index] = contradiction.path
    const sick = list === 'instances' ? healthy.instances[Number(index)] : undefined
    if (sick === undefined) throw new ImportError(`luxid: ${contradiction.message}`)
    leaveOut(sick.name)
    healthy = { ...healthy, instances: healthy.instances.filter(instance => instance !== sick) }
  }
}

/** So many jobs or instances are named. */
const NAMED_MAX = 5

function leftOutNotes(names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  const list = `${names.slice(0, NAMED_MAX).join(', ')}${names.length > NAMED_MAX ? ', ...' : ''}`
  return [
    `${names.length === 1 ? 'One instance is' : `${names.length} instances are`} not in the copy, since the simulator cannot have such: ${list}.`,
  ]
}

function unfinishedNotes(jobs: readonly UnfinishedJob[]): readonly string[] {
  if (jobs.length === 0) return []
  const named = jobs.slice(0, NAMED_MAX).map(({ id, summary }) => `${id} ${summary.join(', ')}`)
  const list = `${named.join('; ')}${jobs.length > NAMED_MAX ? '; ...' : ''}`
  const are =
    jobs.length === 1 ? 'One job of the real cluster has' : `${jobs.length} jobs of the real cluster have`
  return [
    `${are} not ended and cannot be copied (${list}). The plan begins as if they had never been; a repair of harep's among them is planned anew.`,
  ]
}
