import * as v from 'valibot'
import { seconds, tagged } from '../entries.ts'
import { fault } from '../fault.ts'
import { nameOf, tagsOf } from './tags-of.ts'

/** What every suspension begins with (tags.md). */
export const SUSPEND = 'ganeti:watcher:autorepair:suspend'

export const suspend = fault({
  name: 'suspend',
  layer: 'people',
  about:
    'Somebody suspends repairs of the cluster, a group or an instance: for so many seconds from now, or for ever.',
  entries: { ...tagged, seconds: v.exactOptional(seconds) },
  text: ({ kind, name, seconds }) =>
    `somebody suspends repairs of ${nameOf(kind, name)} ${seconds === undefined ? 'for ever' : `for ${seconds} s`}`,
  apply: (stage, { kind, name, seconds }) => {
    const until = seconds === undefined ? '' : `:${Math.floor(stage.clock.nowUs / 1_000_000 + seconds)}`
    stage.cluster.setTags(kind, name, [...new Set([...tagsOf(stage, kind, name), SUSPEND + until])])
    return true
  },
})
