/** On kvm Ganeti's htools take this for a node's own memory, whatever the node says (src/Ganeti/HTools/CLI.hs:265). */
const KVM_NODE_MEMORY_MIB = 4096

/** What htools take for a node's own memory, in MiB, where it reports `reportedMiB`. */
export function ownMemoryOf(reportedMiB: number, defaultHypervisor: string): number {
  return defaultHypervisor === 'kvm' ? KVM_NODE_MEMORY_MIB : reportedMiB
}
