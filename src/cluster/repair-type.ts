/**
 * The repair types, from the least to the most destructive; a permission for one includes those before it
 * (Ganeti src/Ganeti/HTools/Types.hs:410-416).
 */
export const REPAIR_TYPES = ['fix-storage', 'migrate', 'failover', 'reinstall'] as const

export type RepairType = (typeof REPAIR_TYPES)[number]

/** The type of that name, exactly as written in a tag, or undefined. */
export function parseRepairType(text: string): RepairType | undefined {
  return REPAIR_TYPES.find(type => type === text)
}

/** Whether a permission for repairs up to `allowed` covers a repair of `type`. */
export function covers(allowed: RepairType, type: RepairType): boolean {
  return REPAIR_TYPES.indexOf(type) <= REPAIR_TYPES.indexOf(allowed)
}

/** The least destructive of some types, or undefined of none. */
export function leastDestructive(types: readonly RepairType[]): RepairType | undefined {
  return REPAIR_TYPES.find(type => types.includes(type))
}
