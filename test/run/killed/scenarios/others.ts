import { clusterOf, KEPT, MADE_ANEW, type Scenario, STOPPED, single } from '../scenario.ts'

const GIB = 1024
const BIG = ['node1', 'node2', 'node3', 'node4'].map(name => ({ name, diskMiB: 1000 * GIB }))

/** The table's rows for instances without a mirror. */
export const OTHERS: readonly Scenario[] = [
  {
    name: 'plain, its node offline',
    cluster: clusterOf(4, [single('db1', 'plain', 'node2', 'reinstall')]),
    happens: stage => stage.kill('node2'),
    repairs: ['reinstall db1'],
    ends: { db1: MADE_ANEW },
  },
  {
    name: 'plain and stopped, its node offline',
    cluster: clusterOf(4, [single('db1', 'plain', 'node2', 'reinstall', { adminState: 'down' })]),
    happens: stage => stage.kill('node2'),
    repairs: ['reinstall db1'],
    ends: { db1: { ...STOPPED, dataLost: true } },
  },
  {
    name: 'file, its node offline',
    cluster: clusterOf(4, [single('db1', 'file', 'node2', 'reinstall')]),
    happens: stage => stage.kill('node2'),
    repairs: ['reinstall db1'],
    ends: { db1: MADE_ANEW },
  },
  {
    name: 'plain, its node drained: moved with its data',
    cluster: clusterOf(4, [single('db1', 'plain', 'node2', 'failover')]),
    happens: stage => stage.cluster.setNodeDrained('node2', true),
    repairs: ['failover db1'],
    ends: { db1: KEPT },
  },
  {
    name: 'plain and stopped, its node drained: moved, however long that takes',
    cluster: clusterOf(
      4,
      [single('db1', 'plain', 'node2', 'failover', { adminState: 'down', disksMiB: [100 * GIB] })],
      { nodes: BIG },
    ),
    happens: stage => stage.cluster.setNodeDrained('node2', true),
    repairs: ['failover db1'],
    ends: { db1: { ...STOPPED, dataLost: false } },
  },
  {
    name: 'plain, its node drained, a move would stop it for too long',
    cluster: clusterOf(4, [single('db1', 'plain', 'node2', 'failover', { disksMiB: [100 * GIB] })], {
      nodes: BIG,
    }),
    happens: stage => stage.cluster.setNodeDrained('node2', true),
    repairs: [],
    ends: { db1: { ...KEPT, primary: 'node2' } },
  },
  {
    name: 'shared storage of each kind and no disks at all, their node offline',
    cluster: clusterOf(4, [
      single('s1', 'sharedfile', 'node2', 'failover'),
      single('s2', 'rbd', 'node2', 'failover'),
      single('s3', 'ext', 'node2', 'failover'),
      single('s4', 'gluster', 'node2', 'failover'),
      single('s5', 'blockdev', 'node2', 'failover'),
      single('s6', 'diskless', 'node2', 'failover', { disksMiB: [] }),
    ]),
    happens: stage => stage.kill('node2'),
    repairs: ['s1', 's2', 's3', 's4', 's5', 's6'].map(name => `failover ${name}`),
    ends: { s1: KEPT, s2: KEPT, s3: KEPT, s4: KEPT, s5: KEPT, s6: KEPT },
  },
  {
    name: 'rbd, its node drained',
    cluster: clusterOf(4, [single('mail1', 'rbd', 'node2', 'migrate')]),
    happens: stage => stage.cluster.setNodeDrained('node2', true),
    repairs: ['migrate mail1'],
    ends: { mail1: KEPT },
  },
  {
    name: 'rbd and stopped, its node drained',
    cluster: clusterOf(4, [single('mail1', 'rbd', 'node2', 'migrate', { adminState: 'down' })]),
    happens: stage => stage.cluster.setNodeDrained('node2', true),
    repairs: ['migrate mail1'],
    ends: { mail1: STOPPED },
  },
  {
    name: 'rbd, its node offline for less than the settling time',
    cluster: clusterOf(4, [single('mail1', 'rbd', 'node2', 'failover')]),
    happens: stage => stage.kill('node2'),
    options: { limits: { settleSeconds: 600 } },
    runsBefore: 2,
    runsAfter: 3,
    repairs: ['failover mail1'],
    ends: { mail1: KEPT },
  },
]
