import { exhaustive } from '../../src/cluster/exhaustive.ts'
import type { FaultName, Happening } from '../faults/all.ts'
import { type Cast, usedNodes } from './cast.ts'
import type { Draw } from './draw.ts'
import { lookAlikeTag, oneOffTag, permissionTag, suspensionTag } from './tags.ts'

type Of<Name extends FaultName> = Extract<Happening, { readonly do: Name }>

/** A happening as it is drawn: its time comes later. undefined where it cannot happen to this cast. */
type Drawn<Name extends FaultName> = Omit<Of<Name>, 'at' | 'do'> | undefined

/** Every fault there is, each with what it may say: one that is missing is a type error. */
const KEYS: { readonly [Name in FaultName]: (draw: Draw, cast: Cast) => Drawn<Name> } = {
  'power-off': node,
  'power-on': node,
  'mark-offline': node,
  'mark-online': node,
  drain: node,
  undrain: node,
  'cut-network': node,
  'drain-queue': () => ({}),
  'undrain-queue': () => ({}),
  'add-tags': tagsOfSomething,
  'harep-dies': draw => ({
    effect: draw.integer(0, draw.pick([10, 40, 120])),
    when: draw.pick(['before', 'after'] as const),
  }),
}

/** One fault at a time, or undefined where this cast has nobody that it could happen to. */
export function drawHappening(draw: Draw, cast: Cast, name: FaultName, at: number): Happening | undefined {
  const keys = KEYS[name](draw, cast)
  // Name and keys belong together, which the compiler does not see through the union.
  return keys === undefined ? undefined : ({ at, do: name, ...keys } as Happening)
}

function node(draw: Draw, cast: Cast): { readonly node: string } {
  // Now and then one that nobody lives on.
  return { node: draw.chance(80) ? draw.pick(usedNodes(cast)) : draw.pick(cast.nodes).name }
}

function tagsOfSomething(draw: Draw, cast: Cast) {
  const kind = draw.pick(['cluster', 'nodegroup', 'node', 'instance', 'instance'] as const)
  const kinds =
    kind === 'instance'
      ? [permissionTag, suspensionTag, oneOffTag, lookAlikeTag]
      : [permissionTag, suspensionTag]
  return { kind, name: nameOf(kind, draw, cast), tags: [draw.one(draw.pick(kinds))] }
}

function nameOf(kind: 'cluster' | 'nodegroup' | 'node' | 'instance', draw: Draw, cast: Cast): string {
  switch (kind) {
    case 'cluster':
      return ''
    case 'nodegroup':
      return draw.pick(cast.groups).name
    case 'node':
      return draw.pick(cast.nodes).name
    case 'instance':
      return draw.pick(cast.instances).name
    default:
      return exhaustive(kind)
  }
}
