import type { LockManager, LockStatus } from '../jobs/lock-manager.ts'
import { normal } from './cell.ts'
import { fieldsOnce } from './field.ts'
import { type Resource, resource } from './run-query.ts'

/** The resource `lock` (query.md section 5.5; Ganeti src/Ganeti/Query/Locks.hs:81-93): what is held or waited for. */
export function lockResource(locks: LockManager): Resource {
  return resource({
    fields: lockFields(),
    context: () => undefined,
    all: () => locks.status(),
    named: () => undefined,
    nameOf: lock => lock.name,
  })
}

const lockFields = fieldsOnce<LockStatus, undefined>(table => {
  table
    .config('name', 'Name', 'other', 'Lock name', row => normal(row.name))
    .config(
      'mode',
      'Mode',
      'other',
      'Mode in which the lock is currently acquired (exclusive or shared)',
      row => normal(row.mode ?? null),
    )
    .config('owner', 'Owner', 'other', 'Current lock owner(s)', row => normal(row.owners.map(String)))
    .config('pending', 'Pending', 'other', 'Jobs waiting for the lock', row =>
      normal(row.pending.map(({ mode, owner }) => [mode, [String(owner)]])),
    )
})
