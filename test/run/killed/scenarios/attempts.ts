import { clusterOf, drbd, KEPT, MADE_ANEW, type Scenario, single } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const db1 = clusterOf(5, [single('db1', 'plain', 'node2', 'reinstall')])

/** The first failover dies under its process, which luxid notices within five minutes or so. */
function killFirstFailover(stage: Stage): void {
  stage.kill('node2')
  stage.once('OP_INSTANCE_FAILOVER', 'running', ({ id }) => stage.cluster.killJob(id))
}

/** Makes operating systems fail to install, until the first one has. */
function failFirstInstallation(stage: Stage): void {
  stage.kill('node2')
  stage.cluster.setOsCreationFailure('no mirror answers')
  stage.once('OP_INSTANCE_REINSTALL', 'error', () => stage.cluster.setOsCreationFailure(undefined))
}

/** The node on which db1 is made anew loses its daemon after the installation, for half a minute. */
function failFirstStart(stage: Stage): void {
  stage.kill('node2')
  stage.once('OP_INSTANCE_REINSTALL', 'running', function look() {
    const [disk] = stage.instance('db1').disks
    if (disk?.content !== 'installed') {
      stage.kernel.after(10_000, look)
      return
    }
    const machine = stage.cluster.machine(stage.instance('db1').primary)
    machine.stopNodeDaemon()
    stage.kernel.after(30_000_000, () => machine.startNodeDaemon())
  })
}

/** db1 has been on node2 before, whose old volume is still there, and no other node is left until that has failed. */
function oldVolume(stage: Stage): void {
  stage.kill('node4', 'node5')
  stage.kill('node2')
  stage.cron(3, { limits: { maxOffline: 4 } })
  stage.repairs.clear()
  stage.revive('node2')
  stage.kill('node3')
  stage.once('OP_INSTANCE_RECREATE_DISKS', 'error', () => stage.revive('node4'))
}

/** Repairs that fail, and their next attempts, at each stage that a re-creation may have come to. */
export const ATTEMPTS: readonly Scenario[] = [
  {
    name: 'the failure of a failover is recorded',
    cluster: clusterOf(5, [drbd('web1', ['node2', 'node3'], 'failover')]),
    happens: killFirstFailover,
    runsBefore: 2,
    runsAfter: 3,
    pace: 'real',
    repairs: ['failover web1', 'failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'a failover that failed is tried again',
    cluster: clusterOf(5, [drbd('web1', ['node2', 'node3'], 'failover')]),
    happens: killFirstFailover,
    runsBefore: 3,
    runsAfter: 3,
    pace: 'real',
    repairs: ['failover web1', 'failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'the installation of a re-creation failed, and that is recorded',
    cluster: db1,
    happens: failFirstInstallation,
    runsBefore: 1,
    runsAfter: 4,
    repairs: ['reinstall db1', 'reinstall db1'],
    ends: { db1: MADE_ANEW },
  },
  {
    name: 'the installation of a re-creation is tried again on the disks that are there',
    cluster: db1,
    happens: failFirstInstallation,
    runsBefore: 2,
    runsAfter: 4,
    repairs: ['reinstall db1', 'reinstall db1'],
    ends: { db1: MADE_ANEW },
  },
  {
    name: 'only the start of a re-creation failed, and it is started',
    cluster: db1,
    happens: failFirstStart,
    runsBefore: 2,
    runsAfter: 4,
    pace: 'real',
    repairs: ['reinstall db1', 'reinstall db1'],
    ends: { db1: MADE_ANEW },
  },
  {
    name: 'the disks were not made, since a node still had old volumes: again, on another node',
    cluster: {
      ...db1,
      nodes: db1.nodes.map(node => (node.name === 'node1' ? { ...node, diskMiB: 100 } : node)),
    },
    happens: oldVolume,
    options: { limits: { maxOffline: 4 } },
    runsBefore: 2,
    runsAfter: 4,
    repairs: ['reinstall db1', 'reinstall db1'],
    ends: { db1: { ...MADE_ANEW, primary: 'node4' } },
  },
  {
    name: 'a failover fails twice, and its last attempt comes an hour later',
    cluster: clusterOf(4, [drbd('web1', ['node2', 'node3'], 'failover')]),
    happens: stage => {
      stage.kill('node2')
      const killIt = ({ id }: { readonly id: number }) => {
        stage.cluster.killJob(id)
        if (stage.repairs.size < 2) stage.once('OP_INSTANCE_FAILOVER', 'running', killIt)
      }
      stage.once('OP_INSTANCE_FAILOVER', 'running', killIt)
    },
    runsBefore: 5,
    runsAfter: 16,
    pace: 'real',
    stride: 3,
    repairs: ['failover web1', 'failover web1', 'failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
]
