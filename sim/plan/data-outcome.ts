import type { ClusterSnapshot } from '../ganeti/cluster-snapshot.ts'
import { storageKind } from '../ganeti/state/templates.ts'
import { nodeTrouble } from './node-trouble.ts'
import type { DataOutcome } from './plan.ts'
import type { Played } from './play.ts'

type InstanceSnapshot = ClusterSnapshot['instances'][number]

/** What becomes of the data of an instance, from the first snapshot to the last. */
export function dataOutcome(start: InstanceSnapshot, end: InstanceSnapshot, played: Played): DataOutcome {
  const kind = storageKind(end.diskTemplate)
  if (kind === 'none' || end.disks.length === 0) return { kind: 'no-disks' }
  if (end.dataLost && !start.dataLost) {
    const sizeMiB = end.disks.reduce((sum, disk) => sum + disk.sizeMiB, 0)
    return { kind: 'lost', sizeMiB, why: whyLost(end.name, played) }
  }
  if (kind === 'shared') return { kind: 'kept' }
  const own = [end.primary, ...end.secondaries]
  const isOff = (name: string) => played.after.nodes.some(node => node.name === name && !node.poweredOn)
  if (own.every(isOff)) return { kind: 'unreachable', nodes: own }
  return end.disks.some(({ content }) => content === 'absent') && !isOff(end.primary)
    ? { kind: 'missing', nodes: [end.primary] }
    : { kind: 'kept' }
}

/** The first repair that made disks anew, and what was wrong with the nodes then. */
function whyLost(name: string, { runs }: Played): string {
  const remakes = ({ opcodes }: { readonly opcodes: readonly { readonly name: string }[] }) =>
    opcodes.some(opcode => REMAKING.includes(opcode.name))
  const run = runs.find(({ jobs }) => jobs.some(job => job.instance === name && remakes(job)))
  const trouble = run && nodeTrouble(run.before, name)
  return trouble === undefined
    ? 'its disks were made anew'
    : `${trouble}, so there was no copy to go on with, and its disks were made anew, empty`
}

const REMAKING: readonly string[] = ['INSTANCE_RECREATE_DISKS', 'INSTANCE_REINSTALL']
