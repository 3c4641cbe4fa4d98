import {
  addTags,
  busy,
  harep,
  harepInterrupted,
  harepUnderWatch,
  kill,
  offline,
  online,
  osCreationFails,
  start,
} from '../steps.ts'
import type { End, Story } from '../story.ts'

const cluster = 'troubles.cluster'

const running: End = { status: 'running', on: ['node1', 'node2', 'node3', 'node4'], data: 'kept' }
const reinstalled: End = { ...running, data: 'installed' }
const redundant = { drbd1: running, drbd2: { ...running, stopped: false } } as const

/** What its dead primary node keeps. */
const left: End = {
  status: 'ERROR_nodeoffline',
  on: ['node5', 'node2', 'node3'],
  data: 'kept',
  stopped: false,
}

const untouched = {
  keep1: { ...left, reason: 'suspended' },
  low1: { ...left, reason: 'not-allowed' },
} as const

/** What goes wrong while harep heals. */
export const TROUBLES: readonly Story[] = [
  {
    name: 'the create script of the operating system fails once',
    cluster,
    steps: [...offline('node5'), osCreationFails(true), ...harep(), osCreationFails(false), ...harep(3)],
    ends: { plain1: reinstalled, ...redundant, ...untouched },
  },
  {
    // node4 is the emptiest, so the instance is put there first; when that has died, its old node is.
    name: 'a node comes back with old volumes and is chosen again',
    cluster,
    steps: [...offline('node5'), ...harep(), online('node5'), ...offline('node4'), ...harep(4)],
    ends: { plain1: { ...reinstalled, on: ['node1', 'node2', 'node3'] } },
  },
  {
    name: 'ganeti-watcher looks all the time while an instance is re-created',
    cluster,
    steps: [...offline('node5'), harepUnderWatch('plain1'), ...harep()],
    ends: { plain1: reinstalled },
  },
  {
    // Ganeti lets go of the instance's lock between two opcodes, and while one waits long for others. The start comes
    // before the new disks then, where it is refused: the primary node is offline.
    name: 'somebody starts an instance in the middle of its re-creation',
    cluster,
    steps: [
      ...offline('node5'),
      busy(30, 'node1', 'node2', 'node3', 'node4'),
      harepInterrupted(
        { opcode: 'OP_INSTANCE_RECREATE_DISKS', instance: 'plain1' },
        { OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'plain1' },
      ),
      ...harep(2),
    ],
    ends: { plain1: reinstalled },
  },
  {
    // Somebody may be restoring a backup there: harep must not write to these disks any more, and says so.
    name: 'somebody starts an instance on its new, blank disks',
    cluster,
    steps: [
      ...offline('node5'),
      osCreationFails(true),
      ...harep(),
      osCreationFails(false),
      start('plain1'),
      ...harep(2),
    ],
    ends: { plain1: { ...running, data: 'blank', reason: 'changed-since' } },
  },
  {
    name: 'sick instances and a silent node hold up no other',
    cluster,
    steps: [
      addTags('sick1', 'ganeti:watcher:autorepair:suspend:tomorrow'),
      addTags(
        'sick2',
        'ganeti:watcher:autorepair:pending:failover:6b3ce2d1-0000-4000-8000-000000000001:1:4711',
        'ganeti:watcher:autorepair:pending:fix-storage:6b3ce2d1-0000-4000-8000-000000000002:2:4712',
      ),
      kill('node4'),
      ...offline('node5'),
      ...harep(3),
    ],
    ends: {
      plain1: { ...reinstalled, on: ['node1', 'node2', 'node3'] },
      drbd1: { ...running, on: ['node1', 'node2', 'node3'] },
      drbd2: { ...running, on: ['node1', 'node2', 'node3'], stopped: false },
      ...untouched,
      sick1: { ...left, reason: 'suspended' },
      sick2: { ...left, reason: 'job-gone' },
      silent1: { ...left, status: 'ERROR_nodedown', on: ['node4', 'node2'], reason: 'node-silent' },
    },
  },
]
