import { clusterOf, drbd, KEPT, MADE_ANEW, type Scenario, single } from '../scenario.ts'

const SMALL = ['node1', 'node2', 'node3', 'node4'].map(name => ({ name, diskMiB: 20_000 }))

/** Where there is no room, or there seems to be some. */
export const ROOM: readonly Scenario[] = [
  {
    name: 'no room: a node comes back, and there is some',
    cluster: clusterOf(
      4,
      [
        single('db1', 'plain', 'node2', 'reinstall', { disksMiB: [15_000] }),
        single('full1', 'plain', 'node1', 'reinstall', { disksMiB: [15_000] }),
        single('full3', 'plain', 'node3', 'reinstall', { disksMiB: [15_000] }),
      ],
      { nodes: SMALL },
    ),
    happens: stage => stage.kill('node2', 'node4'),
    meanwhile: stage => stage.kernel.after(400_000_000, () => stage.revive('node4')),
    runsAfter: 4,
    repairs: ['reinstall db1'],
    ends: { db1: { ...MADE_ANEW, primary: 'node4' } },
  },
  {
    name: 'the room is gone when the repair begins, and Ganeti refuses it',
    cluster: clusterOf(4, [single('web1', 'sharedfile', 'node2', 'failover')]),
    happens: stage => {
      stage.kill('node2')
      stage.once('OP_INSTANCE_FAILOVER', 'queued', () => {
        for (const name of ['node1', 'node3', 'node4']) stage.cluster.machine(name).fillMemory()
      })
    },
    pace: 'real',
    repeats: true,
    repairs: ['failover web1'],
    ends: { web1: { primary: 'node2' } },
  },
  {
    name: 'memory is overcommitted, and a node is named that has enough now',
    cluster: clusterOf(
      4,
      [
        single('web1', 'sharedfile', 'node2', 'failover', { memoryMiB: 2048 }),
        ...['node3', 'node4'].flatMap(node =>
          ['a', 'b'].map(one =>
            single(`${one}-${node}`, 'sharedfile', node, 'failover', { memoryMiB: 4000 }),
          ),
        ),
      ],
      {
        nodes: [
          { name: 'node1', vmCapable: false },
          { name: 'node2' },
          ...['node3', 'node4'].map(name => ({ name, memoryMiB: 8192, unaccountedMemoryMiB: -7000 })),
        ],
      },
    ),
    happens: stage => stage.kill('node2'),
    repairs: ['failover web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'a node is dead and not marked, so that the allocator fails for everybody',
    cluster: clusterOf(6, [
      drbd('web1', ['node2', 'node3'], 'fix-storage'),
      drbd('web2', ['node5', 'node4'], 'failover'),
    ]),
    happens: stage => {
      stage.kill('node3')
      stage.cluster.powerOff('node5')
    },
    repairs: ['fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node2' }, web2: { primary: 'node5' } },
  },
]
