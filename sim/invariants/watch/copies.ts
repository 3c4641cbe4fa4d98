import type { InstanceState, NodeState } from '../../ganeti/state/objects.ts'

/** Whether all disks of an instance are on a node, copied to their ends, with something on them that is worth keeping. */
export function holdsCopy(
  { hardware: { volumes } }: Readonly<NodeState>,
  { disks }: Readonly<InstanceState>,
  worth: { readonly original: boolean; readonly installed: boolean },
): boolean {
  return (
    disks.length > 0 &&
    disks.every(({ uuid }) => {
      const volume = volumes.get(uuid)
      if (volume?.isComplete !== true) return false
      return (
        (volume.content === 'original' && worth.original) ||
        (volume.content === 'installed' && worth.installed)
      )
    })
  )
}
