import { freeDiskShare, type HailNode, unallocatedMemoryMiB } from './hail-node.ts'
import { surplus, type TagCounts } from './tag-counts.ts'

/**
 * How badly a cluster is balanced; lower is better (htools-allocation.md section 5; Ganeti
 * src/Ganeti/HTools/Cluster/Metrics.hs). Sums are made in hail's own order, as the last digits of a score decide between
 * candidates that are equally good but for rounding.
 */
export function score(nodes: Iterable<HailNode>): number {
  return scoreOf(statistics(nodes))
}

/** What a score is made of; undefined if no node is usable, as hail then sums up nothing. */
export type Statistics = readonly Statistic[] | undefined

type Statistic =
  | { readonly kind: 'sum'; readonly sum: number }
  | { readonly kind: 'deviation'; readonly count: number; readonly sum: number; readonly variance: number }
  | { readonly kind: 'surplus'; readonly counts: TagCounts }

interface Metric {
  readonly weight: number
  readonly kind: 'sum' | 'deviation'
  /** Which nodes count. */
  readonly of: 'usable' | 'offline'
  readonly value: (node: HailNode) => number
}

const freeMemoryShare = (node: HailNode): number => unallocatedMemoryMiB(node) / node.totalMemoryMiB
const freeMemoryShareIfAllRan = (node: HailNode): number => node.freeMemoryIfAllRanMiB / node.totalMemoryMiB
const reservedShare = (node: HailNode): number => node.reservedMemoryMiB / node.totalMemoryMiB
const vcpuRatio = (node: HailNode): number => node.usedVcpus / node.cpus
const spindleShare = (node: HailNode): number => node.usedSpindles / node.spindlesMax
const instanceCount = (node: HailNode): number => node.primaries.length + node.secondaries.length

function deviation(weight: number, value: Metric['value']): Metric {
  return { weight, kind: 'deviation', of: 'usable', value }
}

function sum(weight: number, value: Metric['value'], of: Metric['of'] = 'usable'): Metric {
  return { weight, kind: 'sum', of, value }
}

/**
 * In hail's order. Disk, CPUs and spindles are there twice: the second time with forthcoming instances, which hail never
 * hears of.
 */
const METRICS: readonly (Metric | 'location exclusions')[] = [
  deviation(0.5, freeMemoryShare),
  deviation(0.5, freeDiskShare),
  sum(1, node => (node.failsN1 ? instanceCount(node) : 0)),
  deviation(1, reservedShare),
  sum(4, instanceCount, 'offline'),
  sum(16, node => node.primaries.length, 'offline'),
  deviation(0.5, vcpuRatio),
  deviation(1, node => node.load.cpu),
  deviation(1, node => node.load.memory),
  deviation(1, node => node.load.disk),
  deviation(1, node => node.load.network),
  sum(2, node => surplus(node.exclusionTags)),
  deviation(0.5, spindleShare),
  deviation(0.5, freeMemoryShareIfAllRan),
  deviation(0.5, freeDiskShare),
  deviation(0.5, vcpuRatio),
  deviation(0.5, spindleShare),
  sum(1, node => node.locationScore),
  'location exclusions',
  sum(0.25, reservedShare),
]

/** The statistics of some nodes. */
export function statistics(nodes: Iterable<HailNode>): Statistics {
  const all = [...nodes]
  const usable = all.filter(node => !node.isOffline)
  const offline = all.filter(node => node.isOffline)
  if (usable.length === 0) return undefined
  return METRICS.map(metric => {
    if (metric === 'location exclusions') return { kind: 'surplus', counts: mergedExclusions(usable) }
    const values = (metric.of === 'usable' ? usable : offline).map(metric.value)
    const total = values.reduce((left, value) => left + value, 0)
    if (metric.kind === 'sum') return { kind: 'sum', sum: total }
    const mean = total / values.length
    const squares = values.reduce((left, value) => left + (value - mean) * (value - mean), 0)
    return { kind: 'deviation', count: values.length, sum: total, variance: squares / values.length }
  })
}

/** The statistics after one usable node became another: quicker than all anew, and rounded otherwise, as in hail. */
export function withChange(before: Statistics, old: HailNode, changed: HailNode): Statistics {
  return before?.map((statistic, index) => changedStatistic(statistic, METRICS[index], old, changed))
}

function changedStatistic(
  statistic: Statistic,
  metric: (typeof METRICS)[number] | undefined,
  old: HailNode,
  changed: HailNode,
): Statistic {
  if (metric === undefined) return statistic
  if (metric === 'location exclusions') return withExclusionChange(statistic, old, changed)
  // Only usable nodes are ever chosen.
  if (metric.of === 'offline') return statistic
  const [x, y] = [metric.value(old), metric.value(changed)]
  switch (statistic.kind) {
    case 'surplus':
      return statistic
    case 'sum':
      return { kind: 'sum', sum: statistic.sum + (y - x) }
    case 'deviation': {
      const { count, sum: total } = statistic
      const difference = y - x
      const change = count * (y * y - x * x) - 2 * total * difference - difference * difference
      const variance = Math.max(0, statistic.variance + change / (count * count))
      return { kind: 'deviation', count, sum: total + difference, variance }
    }
  }
}

/** The score of some statistics. */
export function scoreOf(parts: Statistics): number {
  let result = 0
  for (const [index, statistic] of (parts ?? []).entries()) {
    const metric = METRICS[index]
    const weight = metric === undefined || metric === 'location exclusions' ? 1 : metric.weight
    result += weight * partOf(statistic)
  }
  return result
}

function partOf(statistic: Statistic): number {
  switch (statistic.kind) {
    case 'sum':
      return statistic.sum
    case 'deviation':
      return Math.sqrt(statistic.variance)
    case 'surplus':
      return surplus(statistic.counts)
  }
}

function mergedExclusions(nodes: readonly HailNode[]): TagCounts {
  const merged = new Map<string, number>()
  for (const node of nodes) addCounts(merged, node.locationExclusions, 1)
  return merged
}

function withExclusionChange(statistic: Statistic, old: HailNode, changed: HailNode): Statistic {
  if (statistic.kind !== 'surplus') return statistic
  const counts = new Map(statistic.counts)
  addCounts(counts, old.locationExclusions, -1)
  addCounts(counts, changed.locationExclusions, 1)
  return { kind: 'surplus', counts }
}

function addCounts(target: Map<string, number>, counts: TagCounts, sign: 1 | -1): void {
  for (const [key, count] of counts) target.set(key, (target.get(key) ?? 0) + sign * count)
}
