import { stringify } from 'yaml'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'

/** A cluster as the text of a cluster file, one object a line. `comment` is put on top, a line of it a line of that. */
export function formatClusterFile(definition: ClusterDefinition, comment: string): string {
  const { cluster, groups, nodes, instances, timing, finishedJobs } = definition
  const lines = (key: string, objects: readonly object[]) =>
    objects.length === 0
      ? `${key}: []\n`
      : `${key}:\n${objects.map(object => `  - ${flow(object)}`).join('')}`
  return [
    ...comment.split('\n').map(line => `# ${line}`.trimEnd().concat('\n')),
    stringify({ cluster, ...(timing === undefined ? {} : { timing }) }),
    lines('groups', groups),
    lines('nodes', nodes),
    lines('instances', instances),
    ...(finishedJobs === undefined ? [] : [lines('finishedJobs', finishedJobs)]),
  ].join('')
}

/** An object in braces, on one line however long. */
function flow(object: object): string {
  return stringify(object, { collectionStyle: 'flow', lineWidth: 0 })
    .replace(/\n\s*/g, ' ')
    .trim()
    .concat('\n')
}
