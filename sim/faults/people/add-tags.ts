import * as v from 'valibot'
import { tag, tagged } from '../entries.ts'
import { fault } from '../fault.ts'
import { nameOf, tagsOf } from './tags-of.ts'

export const addTags = fault({
  name: 'add-tags',
  layer: 'people',
  about: 'Somebody adds tags to the cluster, a group, a node or an instance.',
  entries: { ...tagged, tags: v.pipe(v.array(tag), v.minLength(1), v.maxLength(100)) },
  text: ({ kind, name, tags }) => `somebody adds ${tags.join(' ')} to ${nameOf(kind, name)}`,
  apply: (stage, { kind, name, tags }) => {
    const before = tagsOf(stage, kind, name)
    stage.cluster.setTags(kind, name, [...new Set([...before, ...tags])])
    return tags.some(one => !before.includes(one))
  },
})
