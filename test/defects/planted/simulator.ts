import type { Defect } from '../defect.ts'

/** In the simulated cluster: checks that could not see these would not see what a real Ganeti does wrong either. */
export const SIMULATOR_DEFECTS: readonly Defect[] = [
  {
    name: 'filter-holds-nothing',
    part: 'simulator',
    about: 'jobs start although a filter pauses them',
    file: 'sim/ganeti/jobs/scheduler.ts',
    find: "if (rule?.action.kind === 'PAUSE' || rule?.action.kind === 'REJECT') return false",
    replace: "if (rule?.action.kind === 'REJECT') return false",
    seedsMax: 1_000,
  },
  {
    name: 'tags-are-not-stored',
    part: 'simulator',
    about: 'a job that sets tags succeeds and stores none',
    file: 'sim/ganeti/opcodes/tags-set.ts',
    find: '    for (const tag of tags) target.tags.add(tag)\n',
    replace: '',
    seedsMax: 2_000,
  },
  {
    name: 'failed-over-and-not-started',
    part: 'simulator',
    about: 'an instance that was failed over is not started',
    file: 'sim/ganeti/opcodes/fail-over.ts',
    find: '  const problem = startGuest(state, instance)\n',
    replace: '  const problem = undefined as string | undefined\n',
    seedsMax: 2_000,
  },
  {
    name: 'old-primary-keeps-the-instance',
    part: 'simulator',
    about: 'a failover leaves the instance where it was',
    file: 'sim/ganeti/opcodes/fail-over.ts',
    find: '  state.setInstanceNodes(instance, target.uuid, oldSecondary(instance, source))\n  if (instance.secondaryUuid',
    replace: '  if (instance.secondaryUuid',
    seedsMax: 2_000,
  },
  {
    name: 'wrong-copy-is-removed',
    part: 'simulator',
    about: 'with a new secondary the copy on the primary is removed, and not the one on the old secondary',
    file: 'sim/ganeti/opcodes/replace-secondary.ts',
    find: 'if (disk !== undefined) old.hardware.volumes.delete(disk.uuid)',
    replace: 'if (disk !== undefined) primary.hardware.volumes.delete(disk.uuid)',
    seedsMax: 1_000,
  },
]
