import type { InstanceState, NodeState, Volume } from '../../ganeti/state/objects.ts'

/** What is worth keeping: the data that an instance began with, a system that was installed since. */
interface Worth {
  readonly original: boolean
  readonly installed: boolean
}

/** Whether the copy on a node is known to lack what was written to the other one. */
export function lacksWrites(
  { hardware: { volumes } }: Readonly<NodeState>,
  { disks }: Readonly<InstanceState>,
): boolean {
  return disks.some(({ uuid }) => volumes.get(uuid)?.isBehind === true)
}

/** Whether all disks of an instance are on a node, copied to their ends, with something on them that is worth keeping. */
export function holdsCopy(
  { hardware }: Readonly<NodeState>,
  instance: Readonly<InstanceState>,
  worth: Worth,
): boolean {
  return areWorth(hardware.volumes, instance, worth)
}

/** The same of volumes wherever they are, by the UUIDs of their disks. */
export function areWorth(
  volumes: ReadonlyMap<string, Readonly<Volume>>,
  { disks }: Readonly<InstanceState>,
  worth: Worth,
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
