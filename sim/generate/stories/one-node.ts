import type { Happening } from '../../faults/all.ts'
import { usedNodes } from '../cast.ts'
import type { Story } from './story.ts'

/** How a mark is taken away: at once, or by a job, as in life. */
const BACK = ['mark-online', 'bring-back'] as const

/** Loses its power, and is marked offline once somebody has noticed; some come back. */
export const nodeDies: Story = {
  name: 'node-dies',
  tell: (draw, cast, from, wait) => {
    const node = draw.pick(usedNodes(cast))
    const marked = from + wait()
    const story: Happening[] = [
      { at: from, do: draw.chance(80) ? 'power-off' : 'cut-network', node },
      { at: marked, do: 'mark-offline', node },
    ]
    if (draw.chance(30)) {
      const back = marked + wait()
      story.push({ at: back, do: 'power-on', node }, { at: back + wait(), do: draw.pick(BACK), node })
    }
    return story
  },
}

/** Marked offline although it is well: somebody took it for another, and takes the mark away again, or does not. */
export const falseAlarm: Story = {
  name: 'false-alarm',
  tell: (draw, cast, from, wait) => {
    const node = draw.pick(usedNodes(cast))
    const mark: Happening = { at: from, do: 'mark-offline', node }
    return draw.chance(60) ? [mark, { at: from + wait(), do: 'mark-online', node }] : [mark]
  },
}

/** Dies and is back, over and over, with its mark now and then. */
export const nodeFlaps: Story = {
  name: 'node-flaps',
  tell: (draw, cast, from, wait) => {
    const node = draw.pick(usedNodes(cast))
    const isMarked = draw.chance(60)
    const story: Happening[] = []
    let at = from
    for (let round = draw.integer(2, 3); round > 0; round -= 1) {
      story.push({ at, do: 'power-off', node })
      at += wait()
      if (isMarked) story.push({ at, do: 'mark-offline', node })
      at += wait()
      story.push({ at, do: 'power-on', node })
      if (isMarked) story.push({ at, do: 'mark-online', node })
      at += wait()
    }
    return story
  },
}

/** Drained for maintenance, and back in use some time later, or dead before it is empty. */
export const nodeIsDrained: Story = {
  name: 'node-is-drained',
  tell: (draw, cast, from, wait) => {
    const node = draw.pick(usedNodes(cast))
    const drained: Happening = { at: from, do: 'drain', node }
    const then = from + wait()
    if (draw.chance(30)) return [drained, { at: then, do: 'undrain', node }]
    if (draw.chance(30)) {
      return [drained, { at: then, do: 'power-off', node }, { at: then + wait(), do: 'mark-offline', node }]
    }
    return [drained]
  },
}

/** Dead, and nobody marks it. */
export const nobodyNotices: Story = {
  name: 'nobody-notices',
  tell: (draw, cast, from, wait) => {
    const node = draw.pick(usedNodes(cast))
    const off: Happening = { at: from, do: 'power-off', node }
    return draw.chance(50) ? [off, { at: from + wait(), do: 'power-on', node }] : [off]
  },
}
