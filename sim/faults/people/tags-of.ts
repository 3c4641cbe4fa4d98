import { exhaustive } from '../../../src/cluster/exhaustive.ts'
import type { Stage } from '../../play/stage.ts'

type Kind = 'cluster' | 'nodegroup' | 'node' | 'instance'

/** The tags of an object as they are now; none of one that is not there. */
export function tagsOf({ truth }: Stage, kind: Kind, name: string): readonly string[] {
  switch (kind) {
    case 'cluster':
      return [...truth.cluster.tags]
    case 'nodegroup':
      return [...(truth.groupsByName.get(name)?.tags ?? [])]
    case 'node':
      return [...(truth.nodesByName.get(name)?.tags ?? [])]
    case 'instance':
      return [...(truth.instancesByName.get(name)?.tags ?? [])]
    default:
      return exhaustive(kind)
  }
}

/** An object in a sentence. */
export function nameOf(kind: Kind, name: string): string {
  return kind === 'cluster' ? 'the cluster' : name
}
