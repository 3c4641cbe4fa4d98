import * as v from 'valibot'
import { fault } from '../fault.ts'

const tag = v.pipe(v.string(), v.minLength(1), v.maxLength(128, 'must have at most 128 characters'))

/** Whose tags: the cluster's, where the name does not count, or those of the object of that name. */
const kind = v.picklist(['cluster', 'nodegroup', 'node', 'instance'])

export const addTags = fault({
  name: 'add-tags',
  layer: 'people',
  about: 'Somebody adds tags to the cluster, a group, a node or an instance.',
  entries: { kind, name: v.string(), tags: v.pipe(v.array(tag), v.minLength(1), v.maxLength(100)) },
  text: ({ kind, name, tags }) =>
    `somebody adds ${tags.join(' ')} to ${kind === 'cluster' ? 'the cluster' : name}`,
  apply: (stage, { kind, name, tags }) => {
    const before = tagsOf(stage, kind, name)
    stage.cluster.setTags(kind, name, [...new Set([...before, ...tags])])
    return tags.some(tag => !before.includes(tag))
  },
})

/** The tags of an object as they are now. */
function tagsOf(
  { truth }: Parameters<typeof addTags.apply>[0],
  kind: 'cluster' | 'nodegroup' | 'node' | 'instance',
  name: string,
): readonly string[] {
  switch (kind) {
    case 'cluster':
      return [...truth.cluster.tags]
    case 'nodegroup':
      return [...(truth.groupsByName.get(name)?.tags ?? [])]
    case 'node':
      return [...(truth.nodesByName.get(name)?.tags ?? [])]
    case 'instance':
      return [...(truth.instancesByName.get(name)?.tags ?? [])]
  }
}
