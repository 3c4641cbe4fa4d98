import type { Happening } from '../../faults/all.ts'
import { usedNodes } from '../cast.ts'
import type { Story } from './story.ts'

const ERRORS = ['OpExecError', 'OpPrereqError:wrong_state', 'OpPrereqError:environment_error'] as const

/** Parts of a re-creation, of which each can be the one that fails. */
const PARTS = [
  'OP_INSTANCE_SHUTDOWN',
  'OP_INSTANCE_RECREATE_DISKS',
  'OP_INSTANCE_REINSTALL',
  'OP_INSTANCE_STARTUP',
] as const

/**
 * Instances have lost all their copies, and what makes them anew fails half way, once or several times; meanwhile somebody may do
 * something about one of them, or a node with the old data comes back.
 */
export const recreationFails: Story = {
  name: 're-creation-fails',
  tell: (draw, cast, from, wait) => {
    const { everySeconds, instances } = cast
    const local = instances.filter(({ diskTemplate }) => diskTemplate === 'plain' || diskTemplate === 'file')
    const mirrored = instances.filter(({ secondary }) => secondary !== undefined)
    const wanted = local.length === 0 || (mirrored.length > 0 && draw.chance(50)) ? mirrored : local
    if (wanted.length === 0) return []
    const of = draw.pick(wanted)
    const nodes = of.secondary === undefined ? [of.primary] : [of.primary, of.secondary]
    const marked = from + draw.integer(0, 300) / 10
    const story: Happening[] = nodes.flatMap((node): readonly Happening[] => [
      { at: from, do: 'power-off', node },
      { at: marked, do: 'mark-offline', node },
    ])
    const run = (Math.floor(marked / everySeconds) + 1) * everySeconds
    const opcode = draw.pick(PARTS)
    for (let times = draw.pick([1, 1, 2, 3]); times > 0; times -= 1) {
      const at = run - 1 + (times - 1) * everySeconds
      story.push({ at, do: 'opcode-fails', opcode, error: draw.pick(ERRORS) })
    }
    if (draw.chance(20)) story.push({ at: run - 2, do: 'os-create-fails' })
    // What others do then, nobody sees either.
    if (draw.chance(opcode === 'OP_INSTANCE_REINSTALL' ? 60 : 15))
      story.push({ at: run + draw.integer(5, 60), do: 'archive-job' })
    const later = run + wait()
    const { name: instance } = of
    const what = draw.pick([0, 1, 2, 2, 3, 4])
    if (what === 0) story.push({ at: later, do: 'start-instance', instance })
    if (what === 1) story.push({ at: later, do: 'fix-by-hand', instance, how: 'start' })
    if (what === 2) {
      const node = draw.chance(60) ? (of.secondary ?? of.primary) : draw.pick(nodes)
      const back = draw.chance(60) ? run + draw.integer(20, 40) : later
      story.push({ at: back, do: 'power-on', node }, { at: back + 1, do: 'mark-online', node })
    }
    if (what === 3) story.push({ at: later, do: 'power-off', node: draw.pick(cast.nodes).name })
    if (what > 3) story.push(...nothing(later, of.primary))
    return story
  },
}

/** A repair fails, and the same again until harep gives up. */
export const repairFails: Story = {
  name: 'repair-fails',
  tell: (draw, cast, from, wait) => {
    const node = draw.pick(usedNodes(cast))
    const { everySeconds } = cast
    const isDrained = draw.chance(40)
    const begins: readonly Happening[] = isDrained
      ? [{ at: from, do: 'drain', node }]
      : [
          { at: from, do: 'power-off', node },
          { at: from + 5, do: 'mark-offline', node },
        ]
    const run = (Math.floor((from + 5) / everySeconds) + 1) * everySeconds
    const opcode = draw.pick([
      ...['OP_INSTANCE_FAILOVER', 'OP_INSTANCE_MIGRATE', 'OP_INSTANCE_REPLACE_DISKS', 'OP_INSTANCE_MOVE'],
    ] as const)
    const error = draw.pick(ERRORS)
    const fails = Array.from({ length: draw.integer(1, 3) }, (_, again): Happening => {
      // The third attempt is made an hour after the second one.
      const at = run - 1 + again * everySeconds + (again === 2 ? 3_600 : 0)
      return { at, do: 'opcode-fails', opcode, error }
    })
    const isLong = fails.length === 3
    const last = run + 2 * everySeconds + wait() + (isLong ? 3_600 : 0)
    return [...begins, ...fails, ...nothing(last, node)]
  },
}

/** Keeps the faults from stopping before that time: with the last happening they do. */
function nothing(at: number, node: string): readonly Happening[] {
  return [{ at, do: 'restore-network', node }]
}
