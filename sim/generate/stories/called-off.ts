import type { Happening } from '../../faults/all.ts'
import { runAfter, type Story } from './story.ts'

/**
 * All copies of an instance are gone, and its re-creation has stopped it and waits for nodes that jobs of somebody have. Then there
 * is no need for it any more, or no leave: a node with a copy is back, repairs are suspended, for some time or for ever, or a person cancels it.
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
    // What is stopped already has not begun as long as its re-creation waits.
    const isRefused = draw.chance(35)
    const isStopped = draw.chance(isRefused ? 80 : 10)
    const dies = isStopped ? from + 5 : from
    const marked = dies + draw.integer(0, 50) / 10
    const story: Happening[] = lost.flatMap((node): readonly Happening[] => [
      { at: dies, do: 'power-off', node },
      { at: marked, do: 'mark-offline', node },
    ])
    if (isStopped) story.unshift({ at: from, do: 'stop-instance', instance: name })
    for (const { name: node } of nodes)
      if (!lost.includes(node)) story.push({ at: marked + 1, do: 'hold-locks', node })
    const run = runAfter(marked + 1, everySeconds)
    const then = run + draw.integer(20, Math.max(21, everySeconds - 1))
    // A person says no, and does something himself.
    if (isRefused) {
      story.push({ at: then, do: 'cancel-repair', kill: false })
      const how = draw.pick(['replace-secondary', 'replace-secondary', 'failover', 'start'] as const)
      if (draw.chance(80)) story.push({ at: then + 1, do: 'fix-by-hand', instance: name, how })
      if (draw.chance(50))
        return [...story, { at: then + everySeconds + wait(), do: 'undrain', node: primary }]
    }
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
