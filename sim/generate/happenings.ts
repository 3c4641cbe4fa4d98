import { exhaustive } from '../../src/cluster/exhaustive.ts'
import type { FaultName, Happening } from '../faults/all.ts'
import { OPCODE_ERRORS, OPCODES } from '../faults/queue/opcode-fails.ts'
import { TAG_JOB_TROUBLES } from '../faults/queue/tag-job-trouble.ts'
import { METHODS } from '../faults/wire/next-call.ts'
import { GARBLINGS } from '../ganeti/answer-trouble.ts'
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
  'refuse-connections': draw => ({ seconds: draw.pick([1, 60, 400, 1_000]) }),
  'lose-request': call,
  'cut-request': draw => ({ ...call(draw), percent: draw.integer(0, 99) }),
  'lose-answer': call,
  'cut-answer': draw => ({ ...call(draw), percent: draw.integer(0, 99) }),
  'split-answer': draw => ({ ...call(draw), bytes: draw.pick([1, 7, 4_096]) }),
  'double-answer': call,
  'garble-answer': draw => ({ ...call(draw), how: draw.pick(GARBLINGS) }),
  'late-answer': draw => ({ ...call(draw), seconds: draw.pick([0.5, 20, 179, 181, 400]) }),
  'archive-job': nothing,
  'busy-queue': draw => ({ jobs: draw.pick([1, 3, 20, 60]), seconds: draw.pick([2, 20, 60, 400]) }),
  'cancel-repair': draw => ({ kill: draw.chance(30) }),
  'fill-slots': nothing,
  'hold-locks': node,
  'kill-process': nothing,
  'lose-job-file': nothing,
  'opcode-fails': draw => ({ opcode: draw.pick(OPCODES), error: draw.pick(OPCODE_ERRORS) }),
  'pause-jobs': nothing,
  'stuck-job': nothing,
  'tag-job-trouble': draw => ({ how: draw.pick(TAG_JOB_TROUBLES), done: draw.integer(0, draw.pick([1, 6])) }),
  'both-legs-die': (draw, cast) =>
    instance(draw, { ...cast, instances: cast.instances.filter(({ secondary }) => secondary !== undefined) }),
  'break-storage': node,
  'fill-node': (draw, cast) => ({ ...node(draw, cast), what: draw.pick(['memory', 'storage'] as const) }),
  flap: (draw, cast) => ({
    ...node(draw, cast),
    times: draw.integer(1, 5),
    seconds: draw.integer(1, draw.pick([20, 400])),
  }),
  'master-dies': nothing,
  'master-failover': (draw, cast) => ({ node: draw.pick(cast.nodes).name }),
  'os-create-fails': nothing,
  'restore-network': node,
  'stop-noded': node,
  'clock-jumps': jump,
  'clock-skew': jump,
  'admin-marks-dead': draw => ({ seconds: draw.pick([0, 60, 600]), fences: draw.chance(50) }),
  'bring-back': node,
  clear: (draw, cast) => withInstance(draw, cast, () => ({ all: draw.chance(30) })),
  'crash-instance': instance,
  'fix-by-hand': (draw, cast) =>
    withInstance(draw, cast, () => ({
      how: draw.pick(['start', 'failover', 'migrate', 'replace-secondary', 'activate-disks'] as const),
    })),
  'original-takes-turns': nothing,
  'refuse-jobs': draw => ({ jobs: draw.pick([1, 1, 2, 10]) }),
  'remove-filters': nothing,
  'remove-instance': instance,
  'remove-tags': tagOfSomebody,
  'replace-tags': tagsOfSomething,
  'second-harep': nothing,
  'start-instance': instance,
  'stop-instance': instance,
  suspend: (draw, cast) => ({
    ...taggedThing(draw, cast),
    ...(draw.chance(60) && { seconds: draw.integer(0, 3_600) }),
  }),
  unsuspend: taggedThing,
  watcher: nothing,
  'harep-hangs': draw => ({ effect: draw.integer(0, 60), seconds: draw.pick([1, 60, 200, 900]) }),
  'harep-dies': draw => ({
    effect: draw.integer(0, draw.pick([10, 40, 120])),
    when: draw.pick(['before', 'after'] as const),
  }),
}

/** One of the first calls of the next run, or one that matters. */
function call(draw: Draw) {
  if (draw.chance(50)) return { call: draw.integer(0, draw.pick([8, 30])) }
  return { call: draw.integer(0, draw.pick([0, 3])), method: draw.pick(METHODS) }
}

function nothing() {
  return {}
}

/** A few seconds as a bad clock has them, or hours as a person mistakes them. */
function jump(draw: Draw) {
  const seconds = draw.integer(1, draw.pick([10, 1_000, 90_000]))
  return { seconds: draw.chance(50) ? seconds : -seconds }
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

function instance(draw: Draw, cast: Cast): { readonly instance: string } | undefined {
  return withInstance(draw, cast, () => ({}))
}

function withInstance<T extends object>(
  draw: Draw,
  { instances }: Cast,
  rest: () => T,
): (T & { readonly instance: string }) | undefined {
  return instances.length === 0 ? undefined : { instance: draw.pick(instances).name, ...rest() }
}

function taggedThing(draw: Draw, cast: Cast) {
  const kind = draw.pick(['cluster', 'nodegroup', 'instance', 'instance'] as const)
  return { kind, name: nameOf(kind, draw, cast) }
}

/** One that an instance has when the play begins. */
function tagOfSomebody(draw: Draw, { instances }: Cast) {
  const tagged = instances.flatMap(({ name, tags = [] }) => tags.map(tag => ({ name, tag })))
  if (tagged.length === 0) return undefined
  const { name, tag } = draw.pick(tagged)
  return { kind: 'instance' as const, name, tags: [tag] }
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
