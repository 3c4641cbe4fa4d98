import type { Snapshot } from '../../src/cluster/snapshot.ts'
import type { PermissionOf } from './cluster-text.ts'
import { isDamaged, isWhole, shouldBeHealed } from './expectation.ts'
import type { HarepVerdict } from './harep-lines.ts'
import { textTable } from './text-table.ts'
import { wrapLine } from './wrap.ts'

/** The cluster before the first round and after the last one. */
export interface Outcome {
  readonly before: Snapshot
  readonly after: Snapshot
  readonly permissionOf: PermissionOf
  /** What harep said last, by instance. */
  readonly verdicts: ReadonlyMap<string, HarepVerdict>
  /** The instances that harep re-created from nothing. */
  readonly recreated: ReadonlySet<string>
}

/** The names of the instances that had been damaged, by what became of them. */
export interface Sorted {
  readonly healed: readonly string[]
  readonly unhealed: readonly string[]
  /** Those of the unhealed ones for which there is no excuse. */
  readonly missed: readonly string[]
}

/** Sorts the instances that had been damaged. */
export function sortOutcome({ before, after, permissionOf }: Outcome): Sorted {
  const damaged = before.instances.filter(instance => isDamaged(instance, before))
  const isHealed = (name: string) => {
    const now = after.instances.find(instance => instance.name === name)
    const wanted = before.instances.find(instance => instance.name === name)?.adminState
    return now !== undefined && now.adminState === wanted && isWhole(now, after)
  }
  const unhealed = damaged.filter(({ name }) => !isHealed(name))
  return {
    healed: damaged.flatMap(({ name }) => (isHealed(name) ? [name] : [])),
    unhealed: unhealed.map(({ name }) => name),
    missed: unhealed
      .filter(instance => shouldBeHealed(instance, before, permissionOf(instance)))
      .map(({ name }) => name),
  }
}

/** Where the instances were and are, as a table of those that were damaged or have changed. */
export function changeTable({ before, after }: Outcome): readonly string[] {
  const rows = before.instances.flatMap(was => {
    const is = after.instances.find(({ name }) => name === was.name)
    const cells = [
      change(was.primary, is?.primary),
      change(was.secondary ?? '-', is === undefined ? undefined : (is.secondary ?? '-')),
      change(was.status, is?.status),
    ]
    return isDamaged(was, before) || cells.some(cell => cell.includes(ARROW)) ? [[was.name, ...cells]] : []
  })
  return textTable([['Instance', 'Primary', 'Secondary', 'Status'], ...rows])
}

/** Why the others were not healed, in harep's own words. */
export function reasonLines({ verdicts }: Outcome, { unhealed }: Sorted): readonly string[] {
  return unhealed.flatMap(name => {
    const verdict = verdicts.get(name)
    const why = verdict
      ? `${verdict.state}: ${verdict.sentence} [${verdict.code}]`
      : 'harep says nothing about it'
    return wrapLine(`${name}: ${why}`, 2)
  })
}

/** The last line. */
export function closingLine(outcome: Outcome, { healed, unhealed, missed }: Sorted): string {
  const all = healed.length + unhealed.length
  if (all === 0) return 'Nothing was damaged, so there was nothing to heal.'
  const empty = healed.filter(name => outcome.recreated.has(name))
  const loss = empty.length === 0 ? '' : ` (${empty.join(', ')} with empty disks)`
  const start = `${healed.length} of ${all} healed${loss}`
  if (unhealed.length === 0) return `${start}.`
  const others = unhealed.map(
    name => `${name} (${missed.includes(name) ? 'it should be' : codeOf(outcome, name)})`,
  )
  return `${start}; ${unhealed.length} not: ${others.join(', ')}.`
}

function codeOf({ verdicts }: Outcome, name: string): string {
  return verdicts.get(name)?.code ?? 'for no reason that harep tells'
}

const ARROW = ' -> '

function change(was: string, is: string | undefined): string {
  return was === is ? was : `${was}${ARROW}${is ?? 'gone'}`
}
