import type { Happening } from '../../faults/all.ts'
import type { Draw } from '../draw.ts'
import { dies, legsOf, runAfter, type Story } from './story.ts'

/**
 * A repair of a drbd instance waits for locks that jobs of somebody have, and something else is due before it begins: the old secondary is back
 * and the primary dies, a drained primary dies, or one that was marked offline by mistake is to be drained.
 */
export const overtaken: Story = {
  name: 'overtaken',
  tell: (draw, cast, from, wait) => {
    const legs = legsOf(draw, cast)
    if (legs === undefined) return []
    const [primary, secondary] = legs
    const kind = draw.pick(['secondary is back', 'drained one dies', 'marked by mistake'] as const)
    const isCopyLost = kind === 'secondary is back'
    const held = cast.nodes
      .map(({ name }) => name)
      .filter(name => (isCopyLost ? name !== primary && name !== secondary : name === secondary))
    const begun = from + 2
    const then = runAfter(begun, cast.everySeconds) + draw.integer(20, draw.pick([60, 600])) + wait()
    return [
      ...held.map((node): Happening => ({ at: from, do: 'hold-locks', node })),
      ...begins[kind](primary, secondary, begun),
      ...goesOn[kind](draw, primary, secondary, then),
      // The faults, and the locks with them, last until some runs have seen it.
      { at: then + 120 + cast.everySeconds * draw.integer(1, 3), do: 'restore-network', node: primary },
    ]
  },
}

type Kind = 'secondary is back' | 'drained one dies' | 'marked by mistake'

const begins: Readonly<
  Record<Kind, (primary: string, secondary: string, at: number) => readonly Happening[]>
> = {
  'secondary is back': (_, secondary, at) => dies(secondary, at),
  'drained one dies': (primary, _, at) => [{ at, do: 'drain', node: primary }],
  'marked by mistake': (primary, _, at) => [{ at, do: 'mark-offline', node: primary }],
}

const goesOn: Readonly<
  Record<Kind, (draw: Draw, primary: string, secondary: string, at: number) => readonly Happening[]>
> = {
  'secondary is back': (draw, primary, secondary, at) => [
    { at, do: 'power-on', node: secondary },
    { at: at + 1, do: 'mark-online', node: secondary },
    ...dies(primary, at + draw.integer(2, 100)),
  ],
  'drained one dies': (_, primary, __, at) => dies(primary, at),
  'marked by mistake': (_, primary, __, at) => [{ at, do: 'drain', node: primary }],
}
