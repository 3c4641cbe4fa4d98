import { allocateRequest, buildDocument } from '../../../sim/ganeti/hail/build-document.ts'
import type { HailOptions } from '../../../sim/ganeti/hail/hail.ts'
import type {
  DocumentNode,
  IallocatorDocument,
  IallocatorRequest,
} from '../../../sim/ganeti/hail/iallocator-document.ts'
import { buildState } from '../../../sim/ganeti/state/build-state.ts'
import type { ClusterState } from '../../../sim/ganeti/state/cluster-state.ts'
import type { InstanceState } from '../../../sim/ganeti/state/objects.ts'
import { isExternallyMirrored } from '../../../sim/ganeti/state/templates.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'
import { Dice } from './dice.ts'
import { generatedCluster } from './generated-cluster.ts'
import { generatedPolicy } from './generated-policy.ts'

/** A document for hail, and the options Ganeti would give it. */
export interface GeneratedRequest {
  readonly document: IallocatorDocument
  readonly options: HailOptions
}

/** The request of a seed: a simulated cluster, written down as the simulator does, with policies of its own. */
export function generatedRequest(seed: number): GeneratedRequest {
  const dice = new Dice(seed, 'request')
  const kernel = createKernel({ startUs: 1_795_338_000_000_000, seed })
  const state = buildState(kernel, generatedCluster(new Dice(seed, 'cluster')))
  const request = chooseRequest(dice, state)
  const options = {
    noCapacityChecks: dice.happens(0.45),
    ignoreSoftErrors: request.type === 'node-evacuate' && dice.happens(0.3),
  }
  return { document: withOwnPolicies(dice, buildDocument(state, request)), options }
}

function chooseRequest(dice: Dice, state: ClusterState): IallocatorRequest {
  const instances = [...state.instances.values()]
  if (dice.happens(0.1)) return evacuation(dice, instances)
  // Re-creating is what hail has the most to compute for.
  const isRelocation = dice.happens(0.45)
  const movable = instances.filter(
    ({ diskTemplate }) => diskTemplate === 'drbd' || isExternallyMirrored(diskTemplate),
  )
  const instance = dice.pick(isRelocation && movable.length > 0 && dice.happens(0.95) ? movable : instances)
  if (!isRelocation) return allocation(dice, instance)
  const from = state.secondaryOf(instance) ?? state.primaryOf(instance)
  return { type: 'relocate', name: instance.name, required_nodes: 1, relocate_from: [from.name] }
}

/** As RECREATE_DISKS asks; sometimes of another size, which a tight policy may refuse. */
function allocation(dice: Dice, instance: InstanceState): IallocatorRequest {
  const request = allocateRequest(instance)
  if (dice.happens(0.7)) return request
  return {
    ...request,
    memory: dice.between(64, 12_000),
    vcpus: dice.between(1, 10),
    spindle_use: dice.between(0, 4),
  }
}

function evacuation(dice: Dice, instances: readonly InstanceState[]): IallocatorRequest {
  const { primaryUuid } = dice.pick(instances)
  const names = instances.filter(other => other.primaryUuid === primaryUuid || dice.happens(0.1))
  return {
    type: 'node-evacuate',
    instances: names.map(({ name }) => name),
    evac_mode: dice.pick(['primary-only', 'secondary-only', 'all']),
  }
}

/** What a simulated cluster cannot be defined with yet: policies of groups, spindles and CPUs of the node's own system. */
function withOwnPolicies(dice: Dice, document: IallocatorDocument): IallocatorDocument {
  const nodegroups = Object.fromEntries(
    Object.entries(document.nodegroups).map(([uuid, group]) => [
      uuid,
      dice.happens(0.5) ? { ...group, ipolicy: generatedPolicy(dice, group.ipolicy) } : group,
    ]),
  )
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([name, node]) => [
      name,
      dice.happens(0.25) ? withOwnNeeds(dice, node) : node,
    ]),
  )
  return { ...document, nodegroups, nodes }
}

function withOwnNeeds(dice: Dice, node: DocumentNode): DocumentNode {
  return {
    ...node,
    ndparams: { spindle_count: dice.between(1, 4), exclusive_storage: false },
    ...(node.reserved_cpus === undefined ? {} : { reserved_cpus: dice.between(0, 2) }),
  }
}
