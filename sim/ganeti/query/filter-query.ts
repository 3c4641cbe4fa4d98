import { actionJson, type JobFilter } from '../jobs/job-filter.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import { normal } from './cell.ts'
import { fieldsOnce } from './field.ts'
import { type Resource, resource } from './run-query.ts'

/** The resource `filter`: the job filters (jobs.md section 11; Ganeti src/Ganeti/Query/FilterRules.hs). */
export function filterResource(queue: JobQueue): Resource {
  return resource({
    fields: filterFields(),
    // Filters have no names: they are never looked up, only matched.
    context: () => undefined,
    all: () => queue.filters.values(),
    named: () => undefined,
    nameOf: filter => filter.uuid,
  })
}

const filterFields = fieldsOnce<JobFilter, undefined>(table => {
  table
    .config('uuid', 'UUID', 'other', 'Filter ID', row => normal(row.uuid))
    .config(
      'watermark',
      'Watermark',
      'other',
      'Highest job ID used at the time when the filter was added',
      row => normal(row.watermark),
    )
    .config('priority', 'Priority', 'other', 'Filter priority', row => normal(row.priority))
    .config('predicates', 'Predicates', 'other', 'List of filter predicates', row =>
      normal(row.predicates.map(predicate => predicate.json)),
    )
    .config('action', 'Action', 'other', 'Filter action', row => normal(actionJson(row.action)))
    .config('reason_trail', 'ReasonTrail', 'other', 'Reason why this filter was added', row =>
      normal(row.reasonTrail),
    )
})
