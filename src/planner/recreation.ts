import type { AdminState } from '../cluster/instance.ts'
import { type Opcode, recreateDisksOn, reinstall, shutdown, startup } from '../cluster/opcode.ts'

/**
 * A re-creation as one job that Ganeti carries out to the end: INSTANCE_REINSTALL insists on an instance that is marked
 * down, so one that was up is shut down before it and started after it (opcodes.md section 12). RECREATE_DISKS comes
 * first: when it fails, nothing has been changed, while an instance that was shut down first would stay down.
 */
export function recreationOpcodes(
  instance: string,
  nodes: readonly string[],
  adminState: AdminState | undefined,
): readonly Opcode[] {
  const recreate = recreateDisksOn(instance, nodes)
  return adminState === 'up'
    ? [recreate, shutdown(instance), reinstall(instance), startup(instance)]
    : [recreate, reinstall(instance)]
}
