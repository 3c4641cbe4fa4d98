import type { Kernel } from '../../kernel/kernel.ts'
import type { GanetiFailure } from '../ganeti-failure.ts'
import type { AnyObject, ClusterObject, GroupState, InstanceState, NodeState, Volume } from './objects.ts'

/**
 * The whole simulated cluster: configuration, hardware, shared storage. Objects are kept by UUID and by name; which
 * instances a node has as primary or secondary is indexed, so that no question costs a pass over all instances.
 */
export class ClusterState {
  readonly #kernel: Kernel
  readonly cluster: ClusterObject
  readonly groups = new Map<string, GroupState>()
  readonly groupsByName = new Map<string, GroupState>()
  readonly nodes = new Map<string, NodeState>()
  readonly nodesByName = new Map<string, NodeState>()
  readonly instances = new Map<string, InstanceState>()
  readonly instancesByName = new Map<string, InstanceState>()
  /** Volumes outside of the nodes (rbd, sharedfile, ...), by the UUID of their disk. */
  readonly sharedVolumes = new Map<string, Volume>()
  /** What the create scripts of all operating systems say last before they fail; undefined while they work. */
  osCreationFailure: string | undefined
  /** How the next opcodes of a kind are going to fail, by the id of that kind: each failure once. */
  readonly plannedFailures = new Map<string, GanetiFailure>()
  readonly #primaryInstances = new Map<string, Set<InstanceState>>()
  readonly #secondaryInstances = new Map<string, Set<InstanceState>>()

  constructor(kernel: Kernel, cluster: ClusterObject) {
    this.#kernel = kernel
    this.cluster = cluster
  }

  addGroup(group: GroupState): void {
    this.groups.set(group.uuid, group)
    this.groupsByName.set(group.name, group)
  }

  addNode(node: NodeState): void {
    this.nodes.set(node.uuid, node)
    this.nodesByName.set(node.name, node)
    this.#primaryInstances.set(node.uuid, new Set())
    this.#secondaryInstances.set(node.uuid, new Set())
  }

  addInstance(instance: InstanceState): void {
    this.instances.set(instance.uuid, instance)
    this.instancesByName.set(instance.name, instance)
    this.setInstanceNodes(instance, instance.primaryUuid, instance.secondaryUuid)
  }

  removeInstance(instance: InstanceState): void {
    this.instances.delete(instance.uuid)
    this.instancesByName.delete(instance.name)
    this.#primaryInstances.get(instance.primaryUuid)?.delete(instance)
    if (instance.secondaryUuid !== undefined)
      this.#secondaryInstances.get(instance.secondaryUuid)?.delete(instance)
  }

  /** The node of a UUID that the configuration itself holds. Throws TypeError if there is none: a bug in the simulator. */
  node(uuid: string): NodeState {
    return present(this.nodes.get(uuid), `node ${uuid}`)
  }

  /** The group of a UUID that the configuration itself holds; throws as node() does. */
  group(uuid: string): GroupState {
    return present(this.groups.get(uuid), `group ${uuid}`)
  }

  /** The master node. */
  get master(): NodeState {
    return this.node(this.cluster.masterUuid)
  }

  primaryOf(instance: InstanceState): NodeState {
    return this.node(instance.primaryUuid)
  }

  secondaryOf(instance: InstanceState): NodeState | undefined {
    return instance.secondaryUuid === undefined ? undefined : this.node(instance.secondaryUuid)
  }

  /** Instances with this node as primary. */
  primaryInstances(nodeUuid: string): ReadonlySet<InstanceState> {
    return present(this.#primaryInstances.get(nodeUuid), `node ${nodeUuid}`)
  }

  /** Instances with this node as secondary. */
  secondaryInstances(nodeUuid: string): ReadonlySet<InstanceState> {
    return present(this.#secondaryInstances.get(nodeUuid), `node ${nodeUuid}`)
  }

  /** Writes an instance's nodes into the configuration. Serial number and mtime stay (opcodes.md section 3). */
  setInstanceNodes(instance: InstanceState, primaryUuid: string, secondaryUuid: string | undefined): void {
    this.#primaryInstances.get(instance.primaryUuid)?.delete(instance)
    if (instance.secondaryUuid !== undefined)
      this.#secondaryInstances.get(instance.secondaryUuid)?.delete(instance)
    instance.primaryUuid = primaryUuid
    instance.secondaryUuid = secondaryUuid
    present(this.#primaryInstances.get(primaryUuid), `node ${primaryUuid}`).add(instance)
    if (secondaryUuid !== undefined) {
      present(this.#secondaryInstances.get(secondaryUuid), `node ${secondaryUuid}`).add(instance)
    }
  }

  /** Nodes of a group, in the order of the definition. */
  nodesOfGroup(groupUuid: string): NodeState[] {
    return [...this.nodes.values()].filter(node => node.groupUuid === groupUuid)
  }

  /** Marks an object as changed. */
  touch(object: AnyObject): void {
    object.serialNo += 1
    object.mtimeUs = this.#kernel.nowUs
  }
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new TypeError(`the simulated configuration has no ${what}`)
  return value
}
