import { clusterOf, drbd, KEPT, MADE_ANEW, type Scenario, single } from '../scenario.ts'

const NAMES = Array.from({ length: 25 }, (_, index) => `web${index + 1}`)

/** Several instances at once. */
export const SEVERAL: readonly Scenario[] = [
  {
    name: 'one node, an instance of each kind',
    cluster: clusterOf(6, [
      drbd('web1', ['node2', 'node3'], 'failover'),
      drbd('web2', ['node4', 'node2'], 'fix-storage'),
      drbd('low1', ['node2', 'node5'], 'fix-storage'),
      single('db1', 'plain', 'node2', 'reinstall'),
      single('mail1', 'rbd', 'node2', 'failover'),
    ]),
    happens: stage => stage.kill('node2'),
    stride: 2,
    repairs: ['reinstall db1', 'failover mail1', 'failover web1', 'fix-storage web2', 'fix-storage web1'],
    ends: {
      web1: { ...KEPT, primary: 'node3' },
      web2: { ...KEPT, primary: 'node4' },
      low1: { primary: 'node2' },
      db1: MADE_ANEW,
      mail1: KEPT,
    },
  },
  {
    name: 'seven instances of one node, so two chunks beside each other',
    cluster: clusterOf(
      4,
      NAMES.slice(0, 7).map(name => drbd(name, ['node2', 'node3'], 'failover', { memoryMiB: 64 })),
    ),
    happens: stage => stage.kill('node2'),
    anySecondary: true,
    repairs: [
      ...NAMES.slice(0, 7).map(name => `failover ${name}`),
      ...NAMES.slice(0, 7).map(name => `fix-storage ${name}`),
    ],
    ends: Object.fromEntries(NAMES.slice(0, 7).map(name => [name, { ...KEPT, primary: 'node3' }])),
  },
  {
    name: '25 instances of one node, so three chunks',
    cluster: clusterOf(
      6,
      NAMES.map(name => drbd(name, ['node2', 'node3'], 'failover', { memoryMiB: 64 })),
    ),
    happens: stage => stage.kill('node2'),
    stride: 6,
    anySecondary: true,
    repairs: [...NAMES.map(name => `failover ${name}`), ...NAMES.map(name => `fix-storage ${name}`)],
    ends: Object.fromEntries(NAMES.map(name => [name, { ...KEPT, primary: 'node3' }])),
  },
  {
    name: 'two groups, each with a dead node',
    cluster: clusterOf(
      6,
      [drbd('web1', ['node2', 'node3'], 'failover'), single('db1', 'plain', 'node5', 'reinstall')],
      {
        groups: [{ name: 'default' }, { name: 'other' }],
        nodes: ['node1', 'node2', 'node3', 'node4', 'node5', 'node6'].map((name, index) => ({
          name,
          group: index < 4 ? 'default' : 'other',
        })),
      },
    ),
    happens: stage => stage.kill('node2', 'node5'),
    repairs: ['reinstall db1', 'failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' }, db1: { ...MADE_ANEW, primary: 'node6' } },
  },
]
