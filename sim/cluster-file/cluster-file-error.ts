import { HarepError } from '../../src/cluster/harep-error.ts'

/** A cluster file that does not describe a cluster. The message says where: `file:line:column: what, and a hint`. */
export class ClusterFileError extends HarepError {
  readonly code = 'CLUSTER_FILE'
}
