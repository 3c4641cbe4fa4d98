import type { Happening } from '../../faults/all.ts'
import { TAG_JOB_TROUBLES } from '../../faults/queue/tag-job-trouble.ts'
import { type Cast, usedNodes } from '../cast.ts'
import type { Draw } from '../draw.ts'
import { losesNode, runAfter, type Story } from './story.ts'

/**
 * A node dies while the queue is busy with other people's jobs, so that repairs, and the tags that put them on record, wait for minutes: and
 * meanwhile whatever else goes wrong there does.
 */
export const queueIsBusy: Story = {
  name: 'queue-is-busy',
  tell: (draw, cast, from, wait) => {
    const { everySeconds, nodes } = cast
    const node = draw.pick(usedNodes(cast))
    const run = runAfter(from + 1, everySeconds)
    const nearRun = () =>
      run + everySeconds * draw.pick([0, 0, 0, 1, 2]) + draw.integer(-50, draw.pick([30, 600])) / 10
    const story: Happening[] = [...losesNode(draw, node, from, 20), busy(draw, nearRun())]
    if (draw.chance(40)) story.push(busy(draw, nearRun()))
    if (draw.chance(40)) story.push(...silence(draw, cast, node, from, nearRun()))
    if (draw.chance(15)) story.push({ at: nearRun(), do: 'pause-jobs' })
    if (draw.chance(10)) story.push({ at: nearRun(), do: 'remove-filters' })
    if (draw.chance(15)) story.push({ at: nearRun(), do: 'hold-locks', node: draw.pick(nodes).name })
    if (draw.chance(25)) {
      const trouble = { how: draw.pick(TAG_JOB_TROUBLES), done: draw.integer(0, 6) }
      story.push({ at: nearRun(), do: 'tag-job-trouble', ...trouble })
    }
    if (draw.chance(25)) {
      const death = { effect: draw.integer(0, 120), when: draw.pick(['before', 'after'] as const) }
      story.push({ at: run - 0.5, do: 'harep-dies', ...death })
    }
    if (draw.chance(50)) story.push(...back(draw, node, nearRun(), wait()))
    return story
  },
}

function busy(draw: Draw, at: number): Happening {
  return {
    at,
    do: 'busy-queue',
    jobs: draw.pick([1, 2, 3, 6, 60]),
    seconds: draw.pick([2, 10, 50, 120, 400]),
  }
}

/** Up to four other nodes die, and nobody marks them offline for a while: each submission takes luxid seconds for each of them. */
function silence(draw: Draw, { nodes }: Cast, dead: string, from: number, at: number): readonly Happening[] {
  const silent = draw.some(
    nodes.slice(1).filter(({ name }) => name !== dead),
    draw.pick([1, 1, 2, 4]),
  )
  const begins = draw.chance(50) ? from : at
  const ends = Math.max(begins, at) + draw.integer(10, 900)
  return silent.flatMap(({ name: node }): readonly Happening[] => [
    { at: begins, do: 'power-off', node },
    { at: ends, do: draw.chance(70) ? 'power-on' : 'mark-offline', node },
  ])
}

/** The node is back in the middle of it, and may die again. */
function back(draw: Draw, node: string, at: number, later: number): readonly Happening[] {
  const story: Happening[] = [
    { at, do: 'power-on', node },
    { at: at + 0.5, do: 'mark-online', node },
    { at, do: 'undrain', node },
  ]
  if (draw.chance(40))
    story.push({ at: at + later, do: 'power-off', node }, { at: at + later + 1, do: 'mark-offline', node })
  return story
}
