import { clusterOf, drbd, KEPT, MADE_ANEW, type Scenario, STOPPED, single } from '../scenario.ts'

const WEB = ['node2', 'node3'] as const
const web1 = (type: string) => clusterOf(5, [drbd('web1', WEB, type)])
const stoppedWeb1 = (type: string) => clusterOf(5, [drbd('web1', WEB, type, { adminState: 'down' })])

/** The table's rows for mirrored instances, and the steps that follow each other. */
export const DRBD: readonly Scenario[] = [
  {
    name: 'drbd, its secondary offline',
    cluster: web1('fix-storage'),
    happens: stage => stage.kill('node3'),
    repairs: ['fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node2' } },
  },
  {
    name: 'drbd, its secondary drained',
    cluster: web1('fix-storage'),
    happens: stage => stage.cluster.setNodeDrained('node3', true),
    repairs: ['fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node2' } },
  },
  {
    name: 'drbd, its primary drained',
    cluster: web1('migrate'),
    happens: stage => stage.cluster.setNodeDrained('node2', true),
    repairs: ['migrate web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'drbd and stopped, its primary drained',
    cluster: stoppedWeb1('migrate'),
    happens: stage => stage.cluster.setNodeDrained('node2', true),
    repairs: ['migrate web1', 'fix-storage web1'],
    ends: { web1: { ...STOPPED, primary: 'node3', dataLost: false } },
  },
  {
    name: 'drbd and crashed, its primary drained: a failover starts it',
    cluster: web1('migrate'),
    happens: stage => {
      stage.cluster.crashInstance('web1')
      stage.cluster.setNodeDrained('node2', true)
    },
    repairs: ['migrate web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'drbd, its primary drained and its secondary offline: the second step',
    cluster: web1('migrate'),
    happens: stage => {
      stage.cluster.setNodeDrained('node2', true)
      stage.kill('node3')
    },
    runsBefore: 1,
    repairs: ['fix-storage web1', 'migrate web1', 'fix-storage web1'],
    ends: { web1: KEPT },
  },
  {
    name: 'drbd, both of its nodes drained',
    cluster: web1('migrate'),
    happens: stage => {
      stage.cluster.setNodeDrained('node2', true)
      stage.cluster.setNodeDrained('node3', true)
    },
    repairs: ['fix-storage web1', 'migrate web1', 'fix-storage web1'],
    ends: { web1: KEPT },
  },
  {
    name: 'drbd, its primary offline',
    cluster: web1('failover'),
    happens: stage => stage.kill('node2'),
    repairs: ['failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'a failover has succeeded: its result is recorded, and a new secondary is due',
    cluster: web1('failover'),
    happens: stage => stage.kill('node2'),
    runsBefore: 1,
    repairs: ['failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'the last success is recorded',
    cluster: web1('failover'),
    happens: stage => stage.kill('node2'),
    runsBefore: 2,
    repairs: ['failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'drbd, its primary offline and its secondary drained: blocked, the data is there',
    cluster: web1('reinstall'),
    happens: stage => {
      stage.kill('node2')
      stage.cluster.setNodeDrained('node3', true)
    },
    repairs: [],
    ends: { web1: { status: 'ERROR_nodeoffline', primary: 'node2', dataLost: false } },
  },
  {
    name: 'drbd, both of its nodes offline',
    cluster: web1('reinstall'),
    happens: stage => stage.kill('node2', 'node3'),
    repairs: ['reinstall web1'],
    ends: { web1: MADE_ANEW },
  },
  {
    name: 'drbd, from the death of its primary to redundancy in one run that waits',
    cluster: web1('failover'),
    happens: stage => stage.kill('node2'),
    options: { waitSeconds: 600 },
    repairs: ['failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'drbd, its primary dies while a run waits for a long copy of another instance',
    cluster: clusterOf(
      5,
      [
        single('big', 'plain', 'node4', 'failover', { adminState: 'down', disksMiB: [40_000] }),
        drbd('web1', ['node2', 'node3'], 'failover'),
      ],
      { nodes: [1, 2, 3, 4, 5].map(number => ({ name: `node${number}`, diskMiB: 1_000_000 })) },
    ),
    happens: stage => {
      stage.cluster.setNodeDrained('node4', true)
      stage.once('OP_INSTANCE_MOVE', 'running', () => stage.kill('node2'))
    },
    options: { waitSeconds: 1200 },
    pace: 'real',
    stride: 3,
    repairs: ['failover big', 'failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' }, big: { ...STOPPED, dataLost: false } },
  },
  {
    name: 'drbd, the node dies that a new second copy waits to be made on',
    cluster: clusterOf(
      5,
      ['a1', 'a2'].map(name => drbd(name, ['node3', 'node2'], 'failover', { disksMiB: [40_000] })),
    ),
    happens: stage => {
      stage.cluster.setNodeDrained('node2', true)
      stage.harep()
      stage.pass(60)
      // a1 is copied to node1, for which a2 waits in the queue.
      stage.kill('node4')
    },
    pace: 'real',
    isUrgent: true,
    runsAfter: 4,
    repairs: ['fix-storage a1', 'fix-storage a2'],
    ends: { a1: KEPT, a2: { ...KEPT, primary: 'node3' } },
  },
]
