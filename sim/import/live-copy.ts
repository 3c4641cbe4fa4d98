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
    const reported = await reportedBy(connection)
    const jobs = await pastJobs(connection, namedJobs(reported))
    const definition = copyOf(reported, jobs)
    const contradiction = findContradiction(definition)
    if (contradiction !== undefined) throw new ImportError(`luxid: ${contradiction.message}`)
    const isDrained = isJsonArray(drainFlag) && drainFlag[0] === true
    return { definition, notes: [...(isDrained ? [DRAINED] : []), ...unfinishedNotes(jobs.unfinished)] }
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

/** So many jobs are named. */
const NAMED_MAX = 5

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
