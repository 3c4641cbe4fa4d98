import { FAULTS } from '../faults/all.ts'
import type { Fault } from '../faults/fault.ts'

/* Which happenings last until another one ends them, by their names: `undrain` ends `drain`, `power-on` ends `power-off`. */

const OPPOSITES: readonly (readonly [ended: RegExp, by: string])[] = [
  [/^(.*)-off$/, '$1-on'],
  [/^(.*)-offline$/, '$1-online'],
  [/^cut-(.*)$/, 'restore-$1'],
  [/^break-(.*)$/, 'repair-$1'],
  [/^suspend(.*)$/, 'resume$1'],
  [/^(.*)-stops?$/, '$1-starts'],
]

const byName = new Map<string, Pick<Fault, 'name' | 'entries' | 'end'>>(
  FAULTS.map(fault => [fault.name, fault]),
)

/** The name of the fault that each ends, where there is one. */
const endedBy = new Map<string, string>()
for (const name of byName.keys()) {
  const names = [`un${name}`, ...OPPOSITES.map(([pattern, by]) => name.replace(pattern, by))]
  for (const by of names) if (by !== name && byName.has(by)) endedBy.set(by, name)
}
const lasting = new Set(endedBy.values())

/** The fault that this one ends, or undefined. */
export function endsWhat(name: string): string | undefined {
  return endedBy.get(name)
}

/** Whether a happening lasts: until another one ends it, or until all faults stop. */
export function lasts(name: string): boolean {
  return lasting.has(name) || stopsWhenCalm(name)
}

/** Whether it ends when the faults stop, if not before. */
export function stopsWhenCalm(name: string): boolean {
  const fault = byName.get(name)
  return fault?.end !== undefined && fault.name !== 'harep-dies'
}

/** What the name is of that it is about. */
export function aboutWhat(name: string): 'node' | 'instance' | undefined {
  const entries = byName.get(name)?.entries ?? {}
  if ('node' in entries) return 'node'
  return 'instance' in entries ? 'instance' : undefined
}
