import * as v from 'valibot'
import { tag, tagged } from '../entries.ts'
import { fault } from '../fault.ts'
import { nameOf, tagsOf } from './tags-of.ts'

export const removeTags = fault({
  name: 'remove-tags',
  layer: 'people',
  about: 'Somebody removes tags from the cluster, a group, a node or an instance.',
  entries: { ...tagged, tags: v.pipe(v.array(tag), v.minLength(1), v.maxLength(100)) },
  text: ({ kind, name, tags }) => `somebody removes ${tags.join(' ')} from ${nameOf(kind, name)}`,
  apply: (stage, { kind, name, tags }) => {
    const before = tagsOf(stage, kind, name)
    const left = before.filter(one => !tags.includes(one))
    if (left.length === before.length) return false
    stage.cluster.setTags(kind, name, left)
    return true
  },
})
