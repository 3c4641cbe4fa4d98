import type { Happening } from '../../faults/all.ts'
import { usedNodes } from '../cast.ts'
import { legsOf, type Story, type Wait } from './story.ts'

/** Both nodes of a drbd instance die, at once or one after the other. */
export const bothLegs: Story = {
  name: 'both-legs',
  tell: (draw, cast, from, wait) => {
    const legs = legsOf(draw, cast)
    return legs === undefined ? [] : [...dead(legs[0], from, wait), ...dead(legs[1], from + wait(), wait)]
  },
}

/** One node of a drbd instance is drained and the other dies, in either order. */
export const deadAndDrained: Story = {
  name: 'dead-and-drained',
  tell: (draw, cast, from, wait) => {
    const legs = legsOf(draw, cast)
    if (legs === undefined) return []
    const [first, second] = draw.chance(50) ? legs : [legs[1], legs[0]]
    const drained: Happening = { at: from + (draw.chance(50) ? 0 : wait()), do: 'drain', node: second }
    return [...dead(first, from + wait(), wait), drained]
  },
}

/** A node dies and is marked, and while its instances are being repaired another one dies. */
export const diesDuringRepair: Story = {
  name: 'dies-during-repair',
  tell: (draw, cast, from, wait) => {
    const first = draw.pick(usedNodes(cast))
    const others = cast.nodes.filter(({ name }) => name !== first)
    const second = draw.pick(others).name
    const { everySeconds } = cast
    const marked = from + draw.integer(0, 600) / 10
    const run = (Math.floor(marked / everySeconds) + draw.pick([1, 1, 2])) * everySeconds
    const dies = run + draw.integer(0, draw.pick([50, 300, 900])) / 10
    return [
      { at: from, do: 'power-off', node: first },
      { at: marked, do: 'mark-offline', node: first },
      { at: dies, do: 'power-off', node: second },
      {
        at: dies + wait(),
        ...draw.pick<FateOfSecond>([{ do: 'mark-offline' }, { do: 'power-on' }]),
        node: second,
      },
    ]
  },
}

type FateOfSecond = { readonly do: 'mark-offline' } | { readonly do: 'power-on' }

/**
 * A node is cut off and its instances are started elsewhere, but nobody has cut its power: once it is back in the network, they run
 * twice, and, once the second guest is stopped, where they should not. Then one of the nodes is to be emptied.
 */
export const runsTwice: Story = {
  name: 'runs-twice',
  tell: (draw, cast, from, wait) => {
    const legs = legsOf(draw, cast)
    if (legs === undefined) return []
    const { everySeconds, instances } = cast
    const [node, other] = legs
    const back = (Math.floor(from / everySeconds) + 1) * everySeconds + draw.integer(10, 60)
    const instance = draw.pick(instances.filter(one => one.primary === node && one.secondary === other)).name
    const stops: Happening = draw.chance(60)
      ? { at: back + 10, do: 'stop-instance', instance }
      : { at: back + 10, do: 'power-off', node: other }
    return [
      { at: from, do: 'cut-network', node },
      { at: from + 1, do: 'mark-offline', node },
      { at: back, do: 'restore-network', node },
      { at: back + 1, do: 'mark-online', node },
      stops,
      { at: back + 20, do: 'power-on', node: other },
      { at: back + 30, do: 'drain', node: draw.pick(legs) },
      { at: back + 30 + wait(), do: 'undrain', node },
    ]
  },
}

/**
 * The primary of a drbd instance dies, comes back when its instances have been failed over, and the other node dies before the copies
 * have been connected again, or a good while after that.
 */
export const takesTurns: Story = {
  name: 'takes-turns',
  tell: (draw, cast, from, wait) => {
    const legs = legsOf(draw, cast)
    if (legs === undefined) return []
    const [node, other] = legs
    const back = (Math.floor((from + 1) / cast.everySeconds) + 1) * cast.everySeconds + draw.integer(15, 90)
    const dies = back + 2 + (draw.chance(80) ? draw.integer(0, 200) : wait() + draw.pick([0, 1_800, 3_600]))
    return [
      { at: from, do: 'power-off', node },
      { at: from + 1, do: 'mark-offline', node },
      { at: back, do: 'power-on', node },
      { at: back + 1, do: 'mark-online', node },
      { at: dies, do: 'power-off', node: other },
      { at: dies + draw.integer(0, 60), do: 'mark-offline', node: other },
    ]
  },
}

/**
 * The secondary of a drbd instance was away, comes back by a job, and the primary dies before the copies have been connected again, or a
 * good while after that.
 */
export const secondaryWasAway: Story = {
  name: 'secondary-was-away',
  tell: (draw, cast, from, wait) => {
    const legs = legsOf(draw, cast)
    if (legs === undefined) return []
    const [primary, secondary] = legs
    const back = from + 1 + wait()
    const dies = back + 5 + (draw.chance(80) ? draw.integer(0, 200) : wait() + draw.pick([0, 1_800]))
    return [
      { at: from, do: 'power-off', node: secondary },
      { at: from + 1, do: 'mark-offline', node: secondary },
      { at: back, do: 'power-on', node: secondary },
      { at: back + 1, do: 'bring-back', node: secondary },
      { at: dies, do: 'power-off', node: primary },
      { at: dies + draw.integer(0, 60), do: 'mark-offline', node: primary },
    ]
  },
}

/** Several nodes of one group are gone with their switch or their fuse. */
export const rackDies: Story = {
  name: 'rack-dies',
  tell: (draw, cast, from, wait) => {
    const group = draw.pick(cast.nodes).group
    const nodes = cast.nodes.filter(one => one.group === group)
    const count = draw.integer(2, Math.max(2, nodes.length - 1))
    const together = wait()
    return draw.some(nodes, count).flatMap(({ name: node }): readonly Happening[] => [
      { at: from, do: 'power-off', node },
      { at: from + together, do: 'mark-offline', node },
    ])
  },
}

/** One node after the other is drained, as for an upgrade of all. */
export const rollingDrain: Story = {
  name: 'rolling-drain',
  tell: (draw, cast, from, wait) => {
    let at = from
    return draw.some(cast.nodes, 2).flatMap(({ name: node }): readonly Happening[] => {
      const [begun, over] = [at, at + wait()]
      at = over
      return [
        { at: begun, do: 'drain', node },
        { at: over, do: 'undrain', node },
      ]
    })
  },
}

function dead(node: string, from: number, wait: Wait): readonly Happening[] {
  return [
    { at: from, do: 'power-off', node },
    { at: from + wait(), do: 'mark-offline', node },
  ]
}
