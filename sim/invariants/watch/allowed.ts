import { readHaskellInteger } from '../../../src/cluster/haskell-integer.ts'

/*
 * What tags allow, read a second time and by other means than src/policy does: what the program believes is what is being judged.
 */

/** From the least to the most destructive one. */
const LADDER = ['fix-storage', 'migrate', 'failover', 'reinstall']

const PREFIX = 'ganeti:watcher:autorepair:'

/** How far repairs may go: how many of the four rungs, 0 for none; `suspended` where there is a suspension. */
export type Allowed = number | 'suspended'

/** So many rungs of the ladder a type takes. */
export function rungOf(type: string): number {
  return LADDER.indexOf(type) + 1
}

/**
 * How far the tags of an instance, its group and its cluster, the nearest first, let repairs go at a time. The nearest object that says
 * anything decides; in one object any suspension comes first, then the least of what is permitted. A pending tag without a job is
 * a permission of the instance's own, for one repair, and overcomes no suspension.
 */
export function allowedBy(
  [ofInstance, ...above]: readonly [Iterable<string>, ...Iterable<string>[]],
  nowSeconds: bigint,
): Allowed {
  const standing = [ofInstance, ...above].map(tags => saidBy(tags, nowSeconds)).find(said => said !== 0) ?? 0
  return standing === 'suspended' ? standing : Math.max(standing, ...oneOffs(ofInstance))
}

/** What one object says; 0 where it says nothing. */
function saidBy(tags: Iterable<string>, nowSeconds: bigint): Allowed {
  let least = 0
  for (const tag of tags) {
    if (!tag.startsWith(PREFIX)) continue
    const text = tag.slice(PREFIX.length)
    if (text === 'suspend' || text.startsWith('suspend:')) {
      const until = text.slice('suspend:'.length)
      const untilSeconds = until === '' ? undefined : readHaskellInteger(until)
      // For ever, until a time that nobody can read, or until one that is ahead.
      if (untilSeconds === undefined || untilSeconds > nowSeconds) return 'suspended'
      continue
    }
    const rung = rungOf(text)
    if (rung > 0) least = least === 0 ? rung : Math.min(least, rung)
  }
  return least
}

/**
 * How far the permissions for a single repair go that stand on an instance, and whose repair has no result as yet. Where several have one id
 * (an admin may leave it empty), the latest of them counts.
 */
function oneOffs(tags: Iterable<string>): readonly number[] {
  const fields = [...tags].map(tag => tag.split(':'))
  const over = new Set(
    fields.flatMap(([, , , kind, , id]) => (kind === 'result' && id !== undefined ? [id] : [])),
  )
  const latest = new Map<string, { readonly seconds: bigint; readonly rung: number }>()
  for (const [daemon, watcher, autorepair, kind, type, id, time, jobs, ...more] of fields) {
    if (`${daemon}:${watcher}:${autorepair}:` !== PREFIX || kind !== 'pending') continue
    if (jobs !== '' || more.length > 0 || id === undefined || over.has(id)) continue
    const one = { seconds: readHaskellInteger(time ?? '') ?? 0n, rung: rungOf(type ?? '') }
    const other = latest.get(id)
    if (other === undefined || one.seconds > other.seconds) latest.set(id, one)
    // Which of two of the same second counts only their order tells.
    else if (one.seconds === other.seconds && one.rung > other.rung) latest.set(id, one)
  }
  return [...latest.values()].map(({ rung }) => rung)
}
