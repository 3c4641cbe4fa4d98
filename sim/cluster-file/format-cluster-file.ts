import { stringify } from 'yaml'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'

/** A cluster as the text of a cluster file, one object a line. `comment` is put on top, a line of it a line of that. */
export function formatClusterFile(definition: ClusterDefinition, comment?: string): string {
  const { cluster, groups, nodes, instances, timing, finishedJobs } = definition
  return [
    ...(comment?.split('\n') ?? []).map(line => `# ${line}`.trimEnd().concat('\n')),
    stringify({ cluster, ...(timing === undefined ? {} : { timing }) }),
    flowLines('groups', groups),
    flowLines('nodes', nodes),
    flowLines('instances', instances),
    ...(finishedJobs === undefined ? [] : [flowLines('finishedJobs', finishedJobs)]),
  ].join('')
}

/** A key whose value is a list, one object a line. */
export function flowLines(key: string, objects: readonly object[]): string {
  if (objects.length === 0) return `${key}: []\n`
  return `${key}:\n${objects.map(object => `  - ${flow(object)}`).join('')}`
}

/** An object in braces, on one line however long. */
function flow(object: object): string {
  return stringify(object, { collectionStyle: 'flow', lineWidth: 0 })
    .replace(/\n\s*/g, ' ')
    .trim()
    .concat('\n')
}
