import { type Opcode, recreateDisksOn, reinstall, shutdown, startup } from '../../cluster/opcode.ts'

/**
 * A re-creation as one job. INSTANCE_REINSTALL insists on an instance that is marked down (opcodes.md section 7), and
 * SHUTDOWN comes first of all: the instance lock does not span opcodes, and ganeti-watcher would start what it sees as
 * ERROR_down, on blank disks, in between; what is marked down it leaves alone.
 */
export function recreationOpcodes(
  instance: string,
  nodes: readonly string[],
  wasUp: boolean,
): readonly Opcode[] {
  const anew = [recreateDisksOn(instance, nodes), ...systemOpcodes(instance, wasUp)]
  return wasUp ? [shutdown(instance), ...anew] : anew
}

/** What is left of it when the disks are there: the system, and the start. */
export function systemOpcodes(instance: string, wasUp: boolean): readonly Opcode[] {
  return wasUp ? [reinstall(instance), startup(instance)] : [reinstall(instance)]
}
