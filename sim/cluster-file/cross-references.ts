import type { ClusterDefinition, InstanceDefinition, NodeDefinition } from '../ganeti/cluster-definition.ts'

/** Something that two parts of a cluster file do not agree on, with the path to the place. */
export interface Contradiction {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** Finds the first contradiction of a definition whose shape is right, or undefined. */
export function findContradiction(definition: ClusterDefinition): Contradiction | undefined {
  return (
    findDuplicate('groups', 'group', definition.groups) ??
    findDuplicate('nodes', 'node', definition.nodes) ??
    findDuplicate('instances', 'instance', definition.instances) ??
    findInNodes(definition) ??
    findInInstances(definition)
  )
}

function findDuplicate(
  list: string,
  kind: string,
  objects: readonly { readonly name: string }[],
): Contradiction | undefined {
  const seen = new Set<string>()
  for (const [index, { name }] of objects.entries()) {
    if (seen.has(name)) {
      return {
        path: [list, index, 'name'],
        message: `a second ${kind} ${name}; rename or remove one of them`,
      }
    }
    seen.add(name)
  }
  return undefined
}

function findInNodes({ groups, nodes }: ClusterDefinition): Contradiction | undefined {
  const groupNames = new Set(groups.map(group => group.name))
  const masters = nodes.filter(node => node.master === true)
  for (const [index, node] of nodes.entries()) {
    const at = (key: string, message: string): Contradiction => ({ path: ['nodes', index, key], message })
    if (node.group !== undefined && !groupNames.has(node.group)) {
      return at('group', `no group ${node.group}; the groups are ${list(groupNames)}`)
    }
    if (node.offline === true && node.drained === true) {
      return at('drained', `node ${node.name} is offline and drained; in Ganeti it can be only one of these`)
    }
    if (node.master !== true) continue
    if (masters.length > 1) return at('master', `${masters.length} nodes are the master; keep one`)
    if (!canBeMaster(node)) {
      return at(
        'master',
        `node ${node.name} cannot be the master while it is offline, drained or powered off`,
      )
    }
  }
  if (masters.length === 0 && !nodes.some(canBeMaster)) {
    return { path: ['nodes'], message: 'no node can be the master: all are offline, drained or powered off' }
  }
  return undefined
}

function canBeMaster(node: NodeDefinition): boolean {
  return node.offline !== true && node.drained !== true && node.poweredOn !== false
}

function findInInstances({ nodes, instances }: ClusterDefinition): Contradiction | undefined {
  const nodeNames = new Set(nodes.map(node => node.name))
  for (const [index, instance] of instances.entries()) {
    const found = findInInstance(instance, nodeNames)
    if (found !== undefined) return { path: ['instances', index, found.key], message: found.message }
  }
  return undefined
}

function findInInstance(
  instance: InstanceDefinition,
  nodeNames: ReadonlySet<string>,
): { readonly key: string; readonly message: string } | undefined {
  const { name, primary, secondary, diskTemplate, disksMiB } = instance
  if (!nodeNames.has(primary))
    return { key: 'primary', message: `no node ${primary}; the nodes are ${list(nodeNames)}` }
  if (diskTemplate === 'drbd' && secondary === undefined) {
    return { key: 'diskTemplate', message: `instance ${name} is of template drbd and needs a secondary` }
  }
  if (secondary !== undefined && diskTemplate !== 'drbd') {
    return { key: 'secondary', message: `only drbd has a secondary, and instance ${name} is ${diskTemplate}` }
  }
  if (secondary !== undefined && !nodeNames.has(secondary)) {
    return { key: 'secondary', message: `no node ${secondary}; the nodes are ${list(nodeNames)}` }
  }
  if (secondary === primary)
    return { key: 'secondary', message: `instance ${name} has ${primary} twice; name two nodes` }
  const diskCount = disksMiB?.length ?? 1
  if (diskTemplate === 'diskless' && disksMiB !== undefined && diskCount > 0) {
    return { key: 'disksMiB', message: `instance ${name} is diskless; remove its disks` }
  }
  if (diskTemplate !== 'diskless' && diskCount === 0) {
    return { key: 'disksMiB', message: `instance ${name} is ${diskTemplate} and needs a disk` }
  }
  const { memoryMiB, minMemoryMiB } = instance
  if (minMemoryMiB !== undefined && minMemoryMiB > (memoryMiB ?? 128)) {
    return { key: 'minMemoryMiB', message: `instance ${name} has a minimum memory above its memory` }
  }
  return undefined
}

/** The first few names, so that the message stays short whatever the file holds. */
function list(names: ReadonlySet<string>): string {
  const shown = [...names].slice(0, 8).join(', ')
  return names.size > 8 ? `${shown}, ...` : shown
}
