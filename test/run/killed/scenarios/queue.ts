import { clusterOf, drbd, KEPT, MADE_ANEW, type Scenario, single } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const WEB = clusterOf(5, [drbd('web1', ['node2', 'node3'], 'failover')])
const WEB_AND_DB = clusterOf(5, [
  drbd('web1', ['node2', 'node3'], 'failover'),
  single('db1', 'plain', 'node2', 'reinstall'),
])
const SIX = ['web1', 'web2', 'web3', 'web4', 'web5', 'web6']
const SLOTLESS = clusterOf(
  5,
  SIX.map(name => drbd(name, ['node2', 'node3'], 'failover', { memoryMiB: 64 })),
  { cluster: { name: 'cluster.example.com', hypervisor: 'fake', maxRunningJobs: 1 } },
)
const HEALED = { web1: { ...KEPT, primary: 'node3' }, db1: MADE_ANEW }
const REPAIRS = ['reinstall db1', 'failover web1', 'fix-storage web1']

/** An admin who wonders why jobs do not start removes all job filters. */
function letGo(stage: Stage): void {
  for (const filter of stage.filters()) stage.ask('DeleteFilter', filter)
}

/** What is the matter with the queue, and what earlier runs that were killed have left in it. */
export const QUEUE: readonly Scenario[] = [
  {
    name: 'the queue is drained for a while after it',
    cluster: WEB_AND_DB,
    happens: stage => stage.kill('node2'),
    meanwhile: stage => {
      stage.ask('SetDrainFlag', true)
      stage.kernel.after(700_000_000, () => stage.ask('SetDrainFlag', false))
    },
    runsAfter: 4,
    repairs: REPAIRS,
    ends: HEALED,
  },
  {
    name: 'the master is slow: candidates are dead and not marked',
    cluster: clusterOf(7, [
      drbd('web1', ['node2', 'node3'], 'failover'),
      drbd('web2', ['node2', 'node4'], 'failover'),
    ]),
    happens: stage => {
      stage.kill('node2')
      for (const name of ['node6', 'node7']) stage.cluster.powerOff(name)
    },
    pace: 'real',
    repairs: ['failover web1', 'failover web2', 'fix-storage web1', 'fix-storage web2'],
    ends: { web1: { ...KEPT, primary: 'node3' }, web2: { ...KEPT, primary: 'node4' } },
  },
  {
    name: 'the node is back while a re-creation is in its delay',
    cluster: clusterOf(5, [single('db1', 'plain', 'node2', 'reinstall')]),
    happens: stage => {
      stage.kill('node2')
      stage.harep({ jobDelaySeconds: 2_500 })
      stage.pass(5)
      stage.revive('node2')
    },
    isUrgent: true,
    runsAfter: 10,
    repairs: [],
    ends: { db1: { primary: 'node2', dataLost: false } },
  },
  {
    name: 'the job that writes the tag dies',
    cluster: WEB,
    happens: stage => {
      stage.kill('node2')
      stage.once('OP_TAGS_SET', 'running', ({ id }) => stage.cluster.killJob(id))
    },
    runsAfter: 4,
    pace: 'real',
    repairs: ['failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'the tag waits for a job of somebody else that has the instance',
    cluster: { ...WEB_AND_DB, timing: { shutdownMs: 100_000 } },
    happens: stage => {
      stage.kill('node2')
      stage.once('OP_INSTANCE_FAILOVER', 'queued', () =>
        stage.submit({
          OP_ID: 'OP_INSTANCE_SHUTDOWN',
          instance_name: 'web1',
          ignore_offline_nodes: true,
          no_remember: true,
        }),
      )
    },
    runsAfter: 4,
    pace: 'real',
    repairs: REPAIRS,
    ends: HEALED,
  },
  {
    name: 'all slots of the queue are taken for a while, and two chunks wait for their tags',
    anySecondary: true,
    cluster: SLOTLESS,
    happens: stage => {
      stage.kill('node2')
      stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 200, on_master: true, on_nodes: [] })
    },
    runsAfter: 4,
    pace: 'real',
    stride: 2,
    repairs: [...SIX.map(name => `failover ${name}`), ...SIX.map(name => `fix-storage ${name}`)],
    ends: Object.fromEntries(SIX.map(name => [name, { ...KEPT, primary: 'node3' }])),
  },
  {
    name: 'an earlier run has died while luxid submitted its repairs',
    cluster: WEB_AND_DB,
    happens: stage => {
      stage.kill('node2')
      stage.harepThatDies('while', 'SubmitManyJobs')
    },
    repairs: REPAIRS,
    ends: HEALED,
  },
  {
    name: 'an earlier run has died when it had placed its hold',
    cluster: WEB_AND_DB,
    happens: stage => {
      stage.kill('node2')
      stage.harepThatDies('while', 'ReplaceFilter')
    },
    beforeIt: stage => stage.pass(300),
    repairs: REPAIRS,
    ends: HEALED,
  },
  {
    name: 'an earlier run has died and left its hold and repairs without tags',
    cluster: WEB_AND_DB,
    happens: stage => {
      stage.kill('node2')
      stage.harepThatDies('before', 'OP_TAGS_SET')
    },
    beforeIt: stage => stage.pass(300),
    repairs: REPAIRS,
    ends: HEALED,
  },
  {
    name: 'the hold of an earlier run that died was removed by an admin, and its repairs go on untagged',
    cluster: { ...WEB_AND_DB, timing: { failoverMs: 400_000 } },
    happens: stage => {
      stage.kill('node2')
      stage.harepThatDies('while', 'SubmitManyJobs')
      stage.pass(10)
      stage.excuse()
      letGo(stage)
      stage.pass(20)
    },
    pace: 'real',
    repairs: REPAIRS,
    ends: HEALED,
  },
  {
    name: 'the same, and its failover dies: that is recorded, too',
    isUrgent: true,
    cluster: { ...WEB, timing: { failoverMs: 400_000 } },
    happens: stage => {
      stage.kill('node2')
      stage.harepThatDies('while', 'SubmitManyJobs')
      stage.pass(10)
      stage.excuse()
      letGo(stage)
      stage.once('OP_INSTANCE_FAILOVER', 'running', ({ id }) => stage.cluster.killJob(id))
    },
    beforeIt: stage => stage.pass(330),
    runsAfter: 4,
    pace: 'real',
    repairs: ['failover web1', 'failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'a re-creation still waits when the node with the data comes back',
    isUrgent: true,
    cluster: clusterOf(3, [single('db1', 'plain', 'node2', 'reinstall', { adminState: 'down' })]),
    happens: stage => {
      stage.kill('node2')
      stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 1200, on_master: true, on_nodes: ['node3'] })
    },
    runsBefore: 1,
    beforeIt: stage => stage.revive('node2'),
    runsAfter: 4,
    pace: 'real',
    repairs: [],
    ends: { db1: { primary: 'node2', adminState: 'down', dataLost: false } },
  },
  {
    name: 'more repairs are no longer due than a run has time to cancel, beside a silent master candidate',
    isUrgent: true,
    cluster: clusterOf(
      6,
      Array.from({ length: 14 }, (_, index) =>
        drbd(`web${index}`, ['node2', 'node3'], 'failover', { memoryMiB: 64 }),
      ),
    ),
    happens: stage => {
      stage.kill('node2')
      stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 7_200, on_master: false, on_nodes: ['node3'] })
    },
    runsBefore: 1,
    beforeIt: stage => {
      stage.cluster.powerOff('node6')
      stage.revive('node2')
    },
    runsAfter: 4,
    pace: 'real',
    stride: 2,
    repairs: [],
    ends: { web0: { primary: 'node2', dataLost: false }, web13: { primary: 'node2', dataLost: false } },
  },
]
