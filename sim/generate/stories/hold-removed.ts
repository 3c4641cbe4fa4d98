import type { Happening } from '../../faults/all.ts'
import { usedNodes } from '../cast.ts'
import { losesNode, runAfter, type Story } from './story.ts'

/** With so many effects, or a few more, a run has submitted its first repairs and not yet put them on record. */
const SUBMITTED = 18

/**
 * A run is killed between the submission of its repairs and their tags, and an admin who finds them held removes the filter: now
 * they start, and nothing but the queue tells of them.
 */
export const holdRemoved: Story = {
  name: 'hold-removed',
  tell: (draw, cast, from) => {
    const { everySeconds, nodes } = cast
    const node = draw.pick(usedNodes(cast))
    const begins = losesNode(draw, node, from, 40)
    const run = runAfter(from + 1, everySeconds)
    const effect = SUBMITTED + draw.integer(0, 8)
    const story: Happening[] = [
      ...begins,
      { at: run - 0.5, do: 'harep-dies', effect, when: draw.pick(['before', 'after'] as const) },
      // Right before the next run they have just begun, or wait.
      { at: run + everySeconds - draw.pick([0.5, 1, 3, 10, 60]), do: 'remove-filters' },
    ]
    if (draw.chance(30)) story.push({ at: run - 1, do: 'hold-locks', node: draw.pick(nodes).name })
    return [...story, { at: run + everySeconds * draw.integer(1, 3) + 1, do: 'restore-network', node }]
  },
}
