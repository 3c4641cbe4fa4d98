import { permutations } from './permutations.ts'

/** The nodes of a small cluster: in which group each is, and which of them can fail. */
export interface Layout {
  /** Number of the group of each node that may carry instances. */
  readonly groups: readonly number[]
  /**
   * `first`: node 0 is the master, and never fails, since without it no harep runs. `apart`: the master is one more node, of the first
   * group, which carries nothing at first, and all the others can fail: two of them, and there are still two left.
   */
  readonly master: 'first' | 'apart'
}

/** Up to three nodes; the groups with the most nodes first, but that the master may also stand in the smaller one. */
const GROUPS = [[0], [0, 0], [0, 1], [0, 0, 0], [0, 0, 1], [0, 1, 1]]

export const LAYOUTS: readonly Layout[] = [
  ...GROUPS.map(groups => ({ groups, master: 'first' }) as const),
  ...GROUPS.map(groups => ({ groups, master: 'apart' }) as const),
]

/** The nodes that can fail. */
export function mortalNodes({ groups, master }: Layout): readonly number[] {
  return groups.map((_, node) => node).filter(node => master === 'apart' || node > 0)
}

/** The ways of giving the nodes other numbers that leave the layout as it is; the first one changes nothing. */
export function symmetriesOf({ groups, master }: Layout): readonly (readonly number[])[] {
  const all = permutations(groups.length).filter(
    order => order.every((to, from) => groups[to] === groups[from]) && (master === 'apart' || order[0] === 0),
  )
  return all.toSorted((a, b) => (a.join() < b.join() ? -1 : 1))
}
