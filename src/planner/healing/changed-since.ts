import type { Instance } from '../../cluster/instance.ts'
import { isFinished } from '../../cluster/job.ts'
import type { QueuedJob } from '../queue.ts'
import { isReadOnly, isTagJob, type QueueIndex } from './queue-index.ts'

/**
 * What shows that somebody has had to do with an instance since a job of ours failed on it, or undefined. An admin may be
 * restoring a backup there, so a retry that writes to its disks runs only where nothing does: no other job names it, and
 * its configuration was not changed but by tags. Tags change the modification time as well, so that is compared with the
 * end of the last job that set some. Jobs that are in the archive by now are not seen (mayBeArchived).
 */
export function changedSince(instance: Instance, failed: QueuedJob, queue: QueueIndex): string | undefined {
  const { endedSeconds } = failed
  if (endedSeconds === undefined) return `job ${failed.id} has no end on record`
  const naming = queue.naming(instance.name)
  const foreign = naming.find(
    job =>
      job.repair === undefined &&
      !isTagJob(job) &&
      !isReadOnly(job) &&
      (!isFinished(job.status) || (job.endedSeconds ?? Number.POSITIVE_INFINITY) > endedSeconds),
  )
  if (foreign) return `job ${foreign.id} has named it since`
  const lastSeconds = naming
    .filter(isTagJob)
    .reduce((latest, job) => Math.max(latest, job.endedSeconds ?? latest), endedSeconds)
  const { mtimeSeconds } = instance
  if (mtimeSeconds === undefined || mtimeSeconds > lastSeconds) return 'its configuration was changed since'
  return undefined
}

/**
 * That jobs may be in the archive which others have made since a job of ours failed, or undefined: ganeti-watcher brings there what ended six
 * hours ago. Whatever is written to disks then may be written over a backup.
 */
export function mayBeArchived(failed: QueuedJob, queue: QueueIndex): string | undefined {
  return queue.isInQueue(failed.id)
    ? undefined
    : 'it is in the archive by now, and so may be what others did since'
}
