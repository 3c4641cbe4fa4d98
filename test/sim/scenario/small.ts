/** The parts of a small scenario file, each to be left out or replaced. */
export const SMALL = {
  head: 'description: It dies.\n',
  cluster: `cluster:
  cluster: { name: c }
  groups: [{ name: rack1 }]
  nodes: [{ name: node1 }, { name: node2 }, { name: node3 }]
  instances:
    - { name: web1, diskTemplate: drbd, primary: node2, secondary: node3 }
`,
  timeline: `timeline:
  - { at: 5m, do: power-off, node: node2 }
  - { at: 6m, do: mark-offline, node: node2 }
`,
}

/** A small scenario file, with some parts replaced and others added. */
export function small(parts: Partial<typeof SMALL> = {}, more = ''): string {
  const { head, cluster, timeline } = { ...SMALL, ...parts }
  return `${head}${cluster}${timeline}${more}`
}
