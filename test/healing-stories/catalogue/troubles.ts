import {
  addTags,
  busy,
  forget,
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

/**
 * What goes wrong while harep heals. Several things in one story, for other instances each: on a real Ganeti every story
 * takes half a minute.
 */
export const TROUBLES: readonly Story[] = [
  {
    // Of two instances that have new disks and no operating system on them, somebody starts one: a backup may be on its
    // way there, so harep writes to these disks no more, and says so.
    name: 'the create script of the operating system fails once',
    cluster,
    steps: [
      ...offline('node5'),
      osCreationFails(true),
      ...harep(),
      osCreationFails(false),
      start('plain2'),
      ...harep(3),
    ],
    failures: ['OS create script failed'],
    ends: {
      plain1: reinstalled,
      plain2: { ...running, data: 'blank', reason: 'changed-since' },
      drbd1: running,
      drbd2: { ...running, stopped: false },
      ...untouched,
    },
  },
  {
    // node4 is the emptiest, so the instances are put there first; when that has died, their old node is. Ganeti refuses
    // that: the old volumes are still there. As long as it is on record where its disks were, harep avoids that (plain2).
    name: 'a node comes back with old volumes and is chosen again, while ganeti-watcher looks all the time',
    cluster,
    steps: [
      ...offline('node5'),
      harepUnderWatch('plain1'),
      online('node5'),
      forget('plain1'),
      ...offline('node4'),
      harepUnderWatch('plain1'),
      ...harep(3),
    ],
    failures: ['already exists'],
    ends: {
      plain1: { ...reinstalled, on: ['node1', 'node2', 'node3'] },
      plain2: { ...reinstalled, on: ['node1', 'node2', 'node3'] },
    },
  },
  {
    // Ganeti lets go of the instance's lock between two opcodes, and when one has waited long for others. The start comes
    // before the new disks then, where it is refused: the primary node is offline.
    name: 'sick instances, a silent node and a start in between hold up no other',
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
      busy(30, 'node1', 'node2', 'node3'),
      harepInterrupted(
        { opcode: 'OP_INSTANCE_RECREATE_DISKS', instance: 'plain1' },
        { OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'plain1' },
      ),
      ...harep(2),
    ],
    failures: ["Can't use offline node: node5"],
    ends: {
      plain1: { ...reinstalled, on: ['node1', 'node2', 'node3'] },
      plain2: { ...reinstalled, on: ['node1', 'node2', 'node3'] },
      drbd1: { ...running, on: ['node1', 'node2', 'node3'] },
      drbd2: { ...running, on: ['node1', 'node2', 'node3'], stopped: false },
      ...untouched,
      sick1: { ...left, reason: 'suspended' },
      sick2: { ...left, reason: 'job-gone' },
      silent1: { ...left, status: 'ERROR_nodedown', on: ['node4', 'node2'], reason: 'node-silent' },
    },
  },
]
