import { LAYOUTS, type Layout, symmetriesOf } from './layout.ts'

/** One template of each kind that harep treats in its own way. */
const TEMPLATES = ['drbd', 'plain', 'diskless', 'rbd'] as const

/** An instance, as far as it matters here: where it is, and whether it is up. */
export interface SmallInstance {
  readonly template: (typeof TEMPLATES)[number]
  readonly primary: number
  readonly secondary: number | undefined
  readonly isUp: boolean
}

/** A cluster of up to three nodes and two instances; of all that differ in names only, this is one. */
export interface SmallCluster {
  readonly layout: Layout
  readonly instances: readonly SmallInstance[]
  /** How many clusters it stands for, itself included. */
  readonly standsFor: number
  /** The ways of giving the nodes other numbers that leave it as it is. */
  readonly symmetries: readonly (readonly number[])[]
}

/** All small clusters, each once among those that are equal but for names. */
export function* smallClusters(): Generator<SmallCluster> {
  for (const layout of LAYOUTS) {
    const possible = possibleInstances(layout)
    const groups: (readonly SmallInstance[])[] = [[]]
    for (const [index, one] of possible.entries()) {
      groups.push([one])
      for (const other of possible.slice(index)) groups.push([one, other])
    }
    for (const instances of groups) {
      const cluster = canonical(layout, instances)
      if (cluster !== undefined) yield cluster
    }
  }
}

function possibleInstances({ groups }: Layout): readonly SmallInstance[] {
  return TEMPLATES.flatMap(template =>
    groups.flatMap((group, primary) => {
      const others = groups.flatMap((of, node) => (of === group && node !== primary ? [node] : []))
      const secondaries = template === 'drbd' ? others : [undefined]
      return secondaries.flatMap(secondary =>
        [true, false].map(isUp => ({ template, primary, secondary, isUp })),
      )
    }),
  )
}

/** The cluster, or undefined where it is only another one with other names. */
function canonical(layout: Layout, instances: readonly SmallInstance[]): SmallCluster | undefined {
  const own = keyOf(instances, undefined)
  const all = symmetriesOf(layout).map(order => ({ order, key: keyOf(instances, order) }))
  if (all.some(({ key }) => key < own)) return undefined
  return {
    layout,
    instances,
    standsFor: new Set(all.map(({ key }) => key)).size,
    symmetries: all.filter(({ key }) => key === own).map(({ order }) => order),
  }
}

function keyOf(instances: readonly SmallInstance[], order: readonly number[] | undefined): string {
  const to = (node: number) => order?.[node] ?? node
  return instances
    .map(
      ({ template, primary, secondary, isUp }) =>
        `${template} ${to(primary)} ${secondary === undefined ? '-' : to(secondary)} ${isUp ? 'up' : 'down'}`,
    )
    .toSorted()
    .join(', ')
}
