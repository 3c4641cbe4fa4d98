import type { ClusterSnapshot } from '../ganeti/cluster-snapshot.ts'

/** What is wrong with the nodes of an instance, as a clause that fits one and several; undefined where nothing is. */
export function nodeTrouble(snapshot: ClusterSnapshot, name: string): string | undefined {
  const instance = snapshot.instances.find(one => one.name === name)
  const clauses = [
    ['primary', instance?.primary],
    ['secondary', instance?.secondaries[0]],
  ].flatMap(([role, node]) => {
    const state = nodeState(snapshot, node)
    return state === undefined ? [] : [`${role} ${node} ${state}`]
  })
  return clauses.length === 0 ? undefined : clauses.join(' and ')
}

function nodeState({ nodes }: ClusterSnapshot, name: string | undefined): string | undefined {
  const node = nodes.find(one => one.name === name)
  if (node === undefined) return undefined
  if (node.offline) return 'is offline'
  if (!node.poweredOn) return 'is dead and not marked offline'
  return node.drained ? 'is drained' : undefined
}
