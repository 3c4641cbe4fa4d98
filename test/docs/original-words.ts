import { exhaustive } from '../../src/cluster/exhaustive.ts'
import { covers, type RepairType } from '../../src/cluster/repair-type.ts'
import type { Permission } from '../../src/policy/permission.ts'

/** The line in which Ganeti's own harep tells, in a dry run, what becomes of an instance that needs `needed`. */
export function originalLine(
  instance: string,
  needed: RepairType,
  permission: Permission,
  formatTime: (seconds: bigint) => string,
): string {
  const not = `Not repairing ${instance} because it's in state`
  switch (permission.kind) {
    case 'not-enabled':
      return `${not} ArNotEnabled`
    case 'suspended':
      return permission.untilSeconds === undefined
        ? `${not} ArSuspended Forever`
        : `${not} ArSuspended (Until ${formatTime(permission.untilSeconds)})`
    case 'enabled':
      return covers(permission.upTo, needed)
        ? `Executing ${NAMES[needed]} repair on ${instance}`
        : `Not performing a repair of type ${NAMES[needed]} on ${instance} because only repairs up to ${NAMES[permission.upTo]} are allowed`
    default:
      return exhaustive(permission)
  }
}

const NAMES: Readonly<Record<RepairType, string>> = {
  'fix-storage': 'ArFixStorage',
  migrate: 'ArMigrate',
  failover: 'ArFailover',
  reinstall: 'ArReinstall',
}
