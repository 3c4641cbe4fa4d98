import type { Level, Permission } from '../../src/policy/permission.ts'
import { naiveHaskellInteger } from './naive-haskell-integer.ts'

/** The tags on the three objects that count for an instance. */
export interface TagsAbove {
  readonly instance: readonly string[]
  readonly group: readonly string[]
  readonly cluster: readonly string[]
}

const LEVELS: readonly Level[] = ['instance', 'group', 'cluster']
const TYPES = ['fix-storage', 'migrate', 'failover', 'reinstall'] as const
const NAMES: Readonly<Record<Level, string>> = { instance: 'i1', group: 'group-g1', cluster: 'cluster' }

interface Said {
  /** Compared element by element; the smallest wins. */
  readonly rank: readonly bigint[]
  readonly permission: Permission
}

/**
 * The policy once more, of another build than the source: every tag of every level becomes a rank (how near, which kind of
 * word, how strong), all are sorted, and the first is what holds. Sorting keeps the order of equals.
 */
export function naivePermission(tags: TagsAbove, now: bigint, unreadableSuspends: boolean): Permission {
  const said = LEVELS.flatMap((level, distance) =>
    tags[level].flatMap(tag => saidBy(tag, level, BigInt(distance), now, unreadableSuspends)),
  )
  const [first] = said.toSorted((a, b) => compareRanks(a.rank, b.rank))
  return first?.permission ?? { kind: 'not-enabled' }
}

function saidBy(
  tag: string,
  level: Level,
  distance: bigint,
  now: bigint,
  unreadableSuspends: boolean,
): Said[] {
  const by = { level, object: NAMES[level], tag }
  const type = TYPES.findIndex(each => tag === `ganeti:watcher:autorepair:${each}`)
  const upTo = TYPES[type]
  if (upTo) return [{ rank: [distance, 3n, BigInt(type)], permission: { kind: 'enabled', upTo, by } }]
  const time = /^ganeti:watcher:autorepair:suspend(?::(.*))?$/su.exec(tag)
  if (!time) return []
  const suspended = { kind: 'suspended', untilSeconds: undefined, unreadable: false, by } as const
  if (!time[1]) return [{ rank: [distance, 0n, 0n], permission: suspended }]
  const seconds = naiveHaskellInteger(time[1])
  if (seconds === undefined) {
    return unreadableSuspends
      ? [{ rank: [distance, 1n, 0n], permission: { ...suspended, unreadable: true } }]
      : []
  }
  return seconds > now
    ? [{ rank: [distance, 2n, -seconds], permission: { ...suspended, untilSeconds: seconds } }]
    : []
}

function compareRanks(a: readonly bigint[], b: readonly bigint[]): number {
  for (const [index, mine] of a.entries()) {
    const other = b[index] ?? 0n
    if (mine !== other) return mine < other ? -1 : 1
  }
  return 0
}
