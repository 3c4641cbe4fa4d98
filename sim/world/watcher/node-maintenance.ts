import type { Machine } from '../../ganeti/machine.ts'

/**
 * Stops the guests of a node that learns from the others' configuration daemons that it is offline (Ganeti
 * lib/watcher/nodemaint.py), if the cluster wants that (maintain_node_health, off by default). It is what ends the second
 * copy of an instance that was failed over while its node was only cut off: as soon as the node hears the others again.
 */
export function maintainNode(machine: Machine, log: (text: string) => void): void {
  if (!machine.maintainsHealth || !machine.isToldOffline) return
  log('Instances that should not be running here are shut down')
  machine.stopGuests()
}
