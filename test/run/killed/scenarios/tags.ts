import { ALLOW, clusterOf, drbd, KEPT, type Scenario, single } from '../scenario.ts'

const ID = '6b3ce2d1-0000-4000-8000-000000000000'
const START_SECONDS = 1_795_338_000

/** What tags say, and what becomes of it. */
export const TAGS: readonly Scenario[] = [
  {
    name: 'a refusal is recorded',
    cluster: clusterOf(4, [drbd('web1', ['node2', 'node3'], 'fix-storage')]),
    happens: stage => stage.kill('node2'),
    repairs: [],
    ends: { web1: { primary: 'node2', dataLost: false } },
  },
  {
    name: 'one repair is permitted once',
    cluster: clusterOf(4, [
      drbd('web1', ['node2', 'node3'], 'fix-storage', {
        tags: [`${ALLOW}pending:failover:${ID}:${START_SECONDS - 60}:`],
      }),
    ]),
    happens: stage => stage.kill('node2'),
    repairs: ['failover web1'],
    ends: { web1: { ...KEPT, primary: 'node3', secondaries: ['node2'] } },
  },
  {
    name: 'one repair is permitted that is not needed',
    cluster: clusterOf(4, [
      drbd('web1', ['node2', 'node3'], 'fix-storage', {
        tags: [`${ALLOW}pending:failover:${ID}:${START_SECONDS - 60}:`],
      }),
    ]),
    happens: () => {},
    repairs: [],
    ends: { web1: { ...KEPT, primary: 'node2' } },
  },
  {
    name: 'suspensions of every kind of object have been over for days',
    cluster: clusterOf(
      4,
      [
        drbd('web1', ['node2', 'node3'], 'failover', {
          tags: [`${ALLOW}failover`, `${ALLOW}suspend:${START_SECONDS - 200_000}`],
        }),
      ],
      {
        cluster: {
          name: 'cluster.example.com',
          hypervisor: 'fake',
          tags: [`${ALLOW}suspend:${START_SECONDS - 300_000}`],
        },
        groups: [{ name: 'default', tags: [`${ALLOW}suspend:${START_SECONDS - 400_000}`] }],
      },
    ),
    happens: stage => stage.kill('node2'),
    repairs: ['failover web1', 'fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'a pending repair whose job is gone',
    cluster: clusterOf(4, [
      drbd('web1', ['node2', 'node3'], 'failover', {
        tags: [`${ALLOW}failover`, `${ALLOW}pending:failover:${ID}:${START_SECONDS - 60}:4711`],
      }),
      single('db1', 'plain', 'node2', 'reinstall'),
    ]),
    happens: stage => stage.kill('node2'),
    repairs: ['reinstall db1'],
    ends: { web1: { primary: 'node2' }, db1: { status: 'running' } },
  },
  {
    name: 'a repair of the original is under way',
    cluster: clusterOf(4, [drbd('web1', ['node2', 'node3'], 'failover')]),
    happens: stage => {
      stage.kill('node2')
      stage.harep({ classic: true, jobDelaySeconds: 0 })
    },
    repairs: ['fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node3' } },
  },
  {
    name: 'an admin has removed the tag of a repair that goes on',
    cluster: clusterOf(4, [drbd('web1', ['node2', 'node3'], 'fix-storage', { disksMiB: [60_000] })]),
    happens: stage => stage.kill('node3'),
    runsBefore: 1,
    beforeIt: stage => stage.untag('web1', ':pending:'),
    pace: 'real',
    repairs: ['fix-storage web1'],
    ends: { web1: { ...KEPT, primary: 'node2' } },
  },
  {
    name: 'two of three failovers that are over wait for an admin with their tags',
    cluster: clusterOf(
      6,
      ['web1', 'web2', 'web3'].map(name =>
        drbd(name, ['node2', 'node3'], 'failover', { memoryMiB: 64, disksMiB: [30_000] }),
      ),
    ),
    happens: stage => stage.kill('node2'),
    runsBefore: 1,
    beforeIt: stage => {
      for (const name of ['web1', 'web2'])
        stage.submit({
          OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
          instance_name: name,
          mode: 'replace_new_secondary',
          iallocator: 'hail',
          disks: [],
        })
      stage.pass(30)
    },
    pace: 'real',
    anySecondary: true,
    repairs: ['failover web1', 'failover web2', 'failover web3', 'fix-storage web3'],
    ends: Object.fromEntries(['web1', 'web2', 'web3'].map(name => [name, { ...KEPT, primary: 'node3' }])),
  },
]
