import type { Instance } from '../../cluster/instance.ts'

/** The nodes that have the disks of an instance, the primary first. */
export function namesOfNodes({ diskTemplate, primary, secondary }: Instance): readonly string[] {
  return diskTemplate === 'drbd' && secondary !== undefined ? [primary, secondary] : [primary]
}
