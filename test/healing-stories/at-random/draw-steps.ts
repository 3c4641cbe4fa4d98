import { Draw } from '../../../sim/generate/draw.ts'

/** Something that happens in a story at random. Each step is over, and no job goes on, before the next one begins. */
export type Step =
  | {
      readonly kind: 'kill' | 'mark offline' | 'online' | 'drain' | 'undrain'
      readonly node: string
    }
  | { readonly kind: 'crash' | 'stop' | 'start'; readonly instance: string }
  | { readonly kind: 'os creation'; readonly fails: boolean }
  | { readonly kind: 'tag' | 'untag'; readonly instance: string; readonly tag: string }
  | { readonly kind: 'harep' }

export interface Cast {
  /** Without the master. */
  readonly nodes: readonly string[]
  readonly instances: readonly string[]
}

const HAREP: Step = { kind: 'harep' }

const TAGS = ['suspend', 'fix-storage', 'migrate', 'failover', 'reinstall'].map(
  name => `ganeti:watcher:autorepair:${name}`,
)

/** Two repairs and their results one after the other, one that fails once, and a run that finds nothing to do. */
const RUNS_TO_REST = 6

/** With more of them dead or drained there is no room left. */
const UNWELL_MAX = 2

/** What a node is like as far as the story has come. */
type Condition = 'well' | 'silent' | 'offline' | 'drained'

/** The steps of a story: three to eight things that happen, runs of harep between them, and enough of those in the end to come to rest. */
export function drawSteps(seed: number, { nodes, instances }: Cast): readonly Step[] {
  const draw = new Draw(seed)
  const conditions = new Map<string, Condition>(nodes.map(node => [node, 'well']))
  const tagged = new Map<string, string>()
  const steps: Step[] = []
  for (let things = draw.integer(3, 8); things > 0; things -= 1) {
    const about = draw.integer(0, 99)
    if (about < 60) steps.push(...ofNode(draw, draw.pick(nodes), conditions))
    else if (about < 85)
      steps.push({ kind: draw.pick(['crash', 'stop', 'start']), instance: draw.pick(instances) })
    else if (about < 95) steps.push(ofTags(draw, draw.pick(instances), tagged))
    else steps.push({ kind: 'os creation', fails: draw.chance(50) })
    for (let runs = draw.pick([0, 1, 1, 2]); runs > 0; runs -= 1) steps.push(HAREP)
  }
  const runsToRest = Array.from({ length: RUNS_TO_REST }, () => HAREP)
  return [...steps, { kind: 'os creation', fails: false }, ...runsToRest]
}

function ofNode(draw: Draw, node: string, conditions: Map<string, Condition>): readonly Step[] {
  const become = (
    condition: Condition,
    ...kinds: ('kill' | 'mark offline' | 'online' | 'drain' | 'undrain')[]
  ) => {
    conditions.set(node, condition)
    return kinds.map(kind => ({ kind, node }))
  }
  const unwell = [...conditions.values()].filter(condition => condition !== 'well').length
  switch (conditions.get(node)) {
    case 'silent':
      return draw.chance(80) ? become('offline', 'mark offline') : become('well', 'online')
    case 'offline':
      return become('well', 'online')
    case 'drained':
      return draw.chance(60) ? become('well', 'undrain') : become('offline', 'kill', 'mark offline')
    default:
      if (unwell >= UNWELL_MAX) return []
      if (draw.chance(35)) return become('drained', 'drain')
      return draw.chance(15) ? become('silent', 'kill') : become('offline', 'kill', 'mark offline')
  }
}

/** One tag an instance at a time; the next time it is taken away. */
function ofTags(draw: Draw, instance: string, tagged: Map<string, string>): Step {
  const before = tagged.get(instance)
  if (before !== undefined) {
    tagged.delete(instance)
    return { kind: 'untag', instance, tag: before }
  }
  const tag = draw.pick(TAGS)
  tagged.set(instance, tag)
  return { kind: 'tag', instance, tag }
}
