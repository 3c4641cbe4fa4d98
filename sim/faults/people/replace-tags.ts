import * as v from 'valibot'
import { tag, tagged } from '../entries.ts'
import { fault } from '../fault.ts'
import { nameOf } from './tags-of.ts'

export const replaceTags = fault({
  name: 'replace-tags',
  layer: 'people',
  about:
    'Somebody replaces all tags of the cluster, a group, a node or an instance, those of harep included.',
  entries: { ...tagged, tags: v.pipe(v.array(tag), v.maxLength(100)) },
  text: ({ kind, name, tags }) =>
    `somebody replaces all tags of ${nameOf(kind, name)} by ${tags.join(' ') || 'none'}`,
  apply: (stage, { kind, name, tags }) => {
    stage.cluster.setTags(kind, name, [...new Set(tags)])
    return true
  },
})
