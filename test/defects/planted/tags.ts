import type { Defect } from '../defect.ts'

/** In the tags that are written and read. */
export const TAG_DEFECTS: readonly Defect[] = [
  {
    name: 'result-without-its-jobs',
    part: 'tags',
    about: 'a tag has one field too few',
    file: 'src/cluster/repair-tag.ts',
    find: "...(result === undefined ? [] : [result]), jobs.join('+')]",
    replace: '...(result === undefined ? [] : [result])]',
    seedsMax: 2_000,
  },
  {
    name: 'old-tags-are-removed-first',
    part: 'tags',
    about: 'a tag is removed before the one that replaces it is set',
    file: 'src/run/healing/tag-batches.ts',
    find: '[...some.flatMap(additionOf), ...some.flatMap(removalOf)]',
    replace: '[...some.flatMap(removalOf), ...some.flatMap(additionOf)]',
    seedsMax: 15_000,
  },
  {
    name: 'failure-is-written-as-success',
    part: 'tags',
    about: 'the result of a repair that failed says success',
    file: 'src/run/healing/settle.ts',
    find: '    result: outcome,\n',
    replace: "    result: 'success',\n",
    seedsMax: 2_000,
  },
  {
    name: 'persons-cancelling-is-overruled',
    part: 'tags',
    about: 'whatever was cancelled before it began counts as cancelled by harep itself',
    file: 'src/run/healing/settle.ts',
    find: 'return job.isWithdrawn && !isDestructive(job)',
    replace: "return job.status === 'canceled'",
    seedsMax: 5_000,
  },
  {
    name: 'pending-tag-stays-beside-its-result',
    part: 'tags',
    about: 'the pending tag of a repair that has ended is not removed',
    file: 'src/run/healing/settle.ts',
    find: "outcome === 'success' ? [pending, ...results] : [pending]",
    replace: "outcome === 'success' ? results : []",
    seedsMax: 2_000,
  },
  {
    name: 'tags-of-others-are-removed',
    part: 'tags',
    about: 'a policy tag of the admin goes with the pending one',
    file: 'src/run/healing/tag-batches.ts',
    find: 'deleteTags(instance, remove)',
    replace: "deleteTags(instance, [...remove, 'ganeti:watcher:autorepair:failover'])",
    seedsMax: 2_000,
  },
]
