import type { Happening } from '../../faults/all.ts'
import { runAfter, type Story } from './story.ts'

/**
 * All copies of an instance are gone, and its re-creation has stopped it and waits for nodes that jobs of somebody have. Then there
 * is no need for it any more, or no leave: a node with a copy is back, repairs are suspended, for some time or for ever.
 */
export const calledOff: Story = {
  name: 're-creation-called-off',
  tell: (draw, cast, from, wait) => {
    const { everySeconds, instances, nodes } = cast
    const mirrored = instances.filter(({ secondary }) => secondary !== undefined)
    const local = instances.filter(({ diskTemplate }) => diskTemplate === 'plain' || diskTemplate === 'file')
    const wanted = local.length === 0 || (mirrored.length > 0 && draw.chance(70)) ? mirrored : local
    if (wanted.length === 0) return []
    const { name, primary, secondary } = draw.pick(wanted)
    const lost = secondary === undefined ? [primary] : [primary, secondary]
    const marked = from + draw.integer(0, 50) / 10
    const story: Happening[] = lost.flatMap((node): readonly Happening[] => [
      { at: from, do: 'power-off', node },
      { at: marked, do: 'mark-offline', node },
    ])
    for (const { name: node } of nodes)
      if (!lost.includes(node)) story.push({ at: marked + 1, do: 'hold-locks', node })
    const run = runAfter(marked + 1, everySeconds)
    const then = run + draw.integer(20, Math.max(21, everySeconds - 1))
    const isLeaveMissing = draw.chance(30)
    if (isLeaveMissing) story.push({ at: then, do: 'suspend', kind: 'instance', name })
    const node = draw.chance(80) ? (secondary ?? primary) : primary
    const back = isLeaveMissing ? then + wait() : then
    if (!isLeaveMissing || draw.chance(60))
      story.push({ at: back, do: 'power-on', node }, { at: back + 1, do: 'mark-online', node })
    const later = back + everySeconds + wait()
    if (draw.chance(70)) story.push({ at: later, do: 'unsuspend', kind: 'instance', name })
    return story
  },
}
