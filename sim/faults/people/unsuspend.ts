import { tagged } from '../entries.ts'
import { fault } from '../fault.ts'
import { SUSPEND } from './suspend.ts'
import { nameOf, tagsOf } from './tags-of.ts'

export const unsuspend = fault({
  name: 'unsuspend',
  layer: 'people',
  about: 'Somebody removes all suspensions from the cluster, a group or an instance.',
  entries: tagged,
  text: ({ kind, name }) => `somebody ends the suspensions of ${nameOf(kind, name)}`,
  apply: (stage, { kind, name }) => {
    const before = tagsOf(stage, kind, name)
    const left = before.filter(one => one !== SUSPEND && !one.startsWith(`${SUSPEND}:`))
    if (left.length === before.length) return false
    stage.cluster.setTags(kind, name, left)
    return true
  },
})
