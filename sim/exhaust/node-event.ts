import { exhaustive } from '../../src/cluster/exhaustive.ts'
import type { Happening } from '../faults/all.ts'

/** What can become of a node. */
export const NODE_EVENTS = ['dies', 'dies-unmarked', 'drained', 'back', 'flaps', 'marked-alive'] as const

export type NodeEvent = (typeof NODE_EVENTS)[number]

/** cron starts harep each so many seconds. */
export const EVERY_SECONDS = 300

/**
 * The moments that matter, in seconds: before the first run; while it reads the cluster; while its repairs wait for their tags; while
 * its jobs go on; and between it and the next run. They are those of the simulator's durations, which it varies a little.
 */
export const MOMENTS = { before: 290, reading: 300.1, tagging: 301.5, repairing: 303, between: 450 } as const

export type Moment = keyof typeof MOMENTS

/** Back after one more run has seen the node gone. */
const BACK_AFTER_SECONDS = 400

const FLAP_SECONDS = 5

/** What happens, beginning at a time in seconds. */
export function happeningsOf(event: NodeEvent, node: string, at: number): readonly Happening[] {
  switch (event) {
    case 'dies':
      return dies(node, at)
    case 'dies-unmarked':
      return [{ at, do: 'power-off', node }]
    case 'drained':
      return [{ at, do: 'drain', node }]
    case 'back':
      return [
        ...dies(node, at),
        { at: at + BACK_AFTER_SECONDS, do: 'power-on', node },
        { at: at + BACK_AFTER_SECONDS, do: 'mark-online', node },
      ]
    case 'flaps':
      return [
        { at, do: 'power-off', node },
        { at: at + FLAP_SECONDS, do: 'power-on', node },
      ]
    case 'marked-alive':
      return [{ at, do: 'mark-offline', node }]
    default:
      return exhaustive(event)
  }
}

function dies(node: string, at: number): readonly Happening[] {
  return [
    { at, do: 'power-off', node },
    { at, do: 'mark-offline', node },
  ]
}
