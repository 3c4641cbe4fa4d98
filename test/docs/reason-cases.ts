import type { Instance } from '../../src/cluster/instance.ts'
import type { Node } from '../../src/cluster/node.ts'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import { figuresOf } from '../../src/planner/healing/figures.ts'
import { plan } from '../../src/planner/healing/plan.ts'
import type { ReasonCode } from '../../src/planner/reason.ts'
import { aGroup, anInstance } from '../builders/cluster.ts'
import {
  aFailure,
  aJob,
  anOpcode,
  aPlanInput,
  aRoomyNode,
  decisionOn,
  NOW,
  type PlanParts,
} from '../builders/plan.ts'
import { decisionsOf, World } from '../run/world.ts'

/*
 * For every code of a reason a cluster on which it is given: what the manual says of it is made from these decisions, and a
 * code that nothing gives any more is found.
 */

const PREFIX = 'ganeti:watcher:autorepair:'
const OFFLINE_N1 = offline('n1')
const [DEAD, NO_PRIMARY] = [[OFFLINE_N1, offline('n2')], [OFFLINE_N1]] as const
const DRAINED: readonly Node[] = [aRoomyNode('n1', { drained: true })]
const PLAIN = { diskTemplate: 'plain', secondary: undefined } as const
const RBD = { diskTemplate: 'rbd', secondary: undefined } as const
const PENDING = `${PREFIX}pending:failover:ID:${NOW - 600}:7`

function offline(name: string, secondsAgo = 3600): Node {
  return aRoomyNode(name, { offline: true, mtimeSeconds: NOW - secondsAgo })
}

/** Decides on one instance; `nodes` are those that are not as the others. */
function decided(but: Partial<Instance>, nodes: readonly Node[], parts: PlanParts = {}): HealingDecision {
  return decisionOn(but, { groups: [{ ...aGroup('g1'), name: 'default' }], nodes, ...parts })
}

/** So many failovers of ours that failed, the last one a minute ago. */
function afterFailures(count: number): HealingDecision {
  const failures = Array.from({ length: count }, (_, index) =>
    aFailure('failover', [anOpcode('FAILOVER', 'error')], {
      id: `ID${index}`,
      job: `${7 + index}`,
      secondsAgo: 60 + 600 * (count - 1 - index),
    }),
  )
  return decided({ tags: failures.map(({ tag }) => tag) }, NO_PRIMARY, {
    queue: failures.map(({ job }) => job),
  })
}

/** A re-creation of ours that made disks, and failed to install the system; `mtimeSeconds` of the instance. */
function afterReCreation(mtimeSeconds: number): HealingDecision {
  const { job, tag } = aFailure('reinstall', [
    anOpcode('RECREATE_DISKS', 'success', { nodes: ['n3'] }),
    anOpcode('REINSTALL', 'error'),
    anOpcode('STARTUP', 'error'),
  ])
  const left = { ...PLAIN, primary: 'n3', adminState: 'down', status: 'ADMIN_down' } as const
  return decided({ ...left, tags: [tag], mtimeSeconds }, NO_PRIMARY, { queue: [job] })
}

function refused(): HealingDecision {
  const error = {
    errorClass: 'OpPrereqError',
    code: 'insufficient_resources',
    text: 'Not enough memory on node n2 for migrating instance i1: needed 1024 MiB, available 512 MiB',
  }
  const nodes = [offline('n1')]
  const figures = figuresOf(aPlanInput({ instances: [anInstance()], nodes }).snapshot)('g1')
  const job = aJob('7', {
    status: 'error',
    opcodes: [anOpcode('FAILOVER', 'error', { error })],
    repair: { type: 'failover', id: 'ID' },
    figures,
  })
  return decided({}, nodes, { queue: [job] })
}

function cancelled(): HealingDecision {
  const { job, tag } = aFailure('failover', [anOpcode('FAILOVER', 'canceled')])
  return decided({ tags: [tag] }, NO_PRIMARY, { queue: [{ ...job, status: 'canceled' }] })
}

function unreadable(): HealingDecision {
  const input = aPlanInput()
  const one = { name: 'i1', problem: 'its disk template is tape' }
  const [decision] = plan({ ...input, snapshot: { ...input.snapshot, unreadable: [one] } })
  if (!decision) throw new Error('the plan has no decision')
  return decision
}

const busy = aJob('7', { status: 'running', opcodes: [anOpcode('REBOOT', 'running')] })
const problem = 'its repair was not submitted: the job queue is full'
const small = ['n3', 'n4', 'n5'].map(name => aRoomyNode(name, {}, { diskFreeMiB: 100 }))

/** A run on a simulated cluster with a dead node; only runs say what they have submitted, or with --dry-run would have. */
function afterRun(dryRun: boolean): HealingDecision {
  const world = new World({
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    groups: [{ name: 'default' }],
    nodes: ['n1', 'n2', 'n3'].map(name => ({ name })),
    instances: [
      { name: 'i1', diskTemplate: 'drbd', primary: 'n2', secondary: 'n3', tags: [`${PREFIX}failover`] },
    ],
  })
  world.kill('n2')
  const decision = decisionsOf(world.harep({ dryRun })).get('i1')
  if (!decision) throw new Error('the run decided nothing')
  return decision
}

/** What is decided where a reason is given. */
export const REASON_CASES: { readonly [Code in ReasonCode]: () => HealingDecision } = {
  'admin-offline': () => decided({ adminState: 'offline', status: 'ADMIN_offline' }, NO_PRIMARY),
  'all-copies-offline': () => decided({}, DEAD),
  'attempts-failed': () => afterFailures(3),
  busy: () => decided({}, NO_PRIMARY, { queue: [busy] }),
  'changed-since': () => afterReCreation(NOW - 60),
  'copy-behind': () =>
    decided(
      { tags: [`${PREFIX}result:failover:ID:${NOW - 6000}:success:7`] },
      [OFFLINE_N1, aRoomyNode('n2', { mtimeSeconds: NOW - 3900 })],
      { queue: [aJob('7', { endedSeconds: NOW - 6300, opcodes: [anOpcode('FAILOVER', 'success')] })] },
    ),
  'copy-on-drained-node': () => decided({}, [OFFLINE_N1, aRoomyNode('n2', { drained: true })]),
  forthcoming: () => decided({ forthcoming: true }, NO_PRIMARY),
  'job-gone': () => decided({ tags: [`${PREFIX}result:failover:ID:${NOW}:failure:7`] }, NO_PRIMARY),
  'mixed-disks': () => decided({ diskTemplate: 'mixed', secondary: undefined }, NO_PRIMARY),
  'no-room': () => decided({}, [offline('n2'), ...small]),
  'no-secondary': () => decided({ secondary: undefined }, NO_PRIMARY),
  'node-silent': () => decided({}, [aRoomyNode('n1', { silence: 'it did not answer' })]),
  'nodes-fine': () => decided({}, []),
  'not-allowed': () => decided({}, NO_PRIMARY, { clusterTags: [`${PREFIX}migrate`] }),
  'not-enabled': () => decided({}, NO_PRIMARY, { clusterTags: [] }),
  'one-off-waiting': () =>
    decided({ tags: [`${PREFIX}suspend`, `${PREFIX}pending:failover:as-agreed:${NOW}:`] }, []),
  'plain-drained': () => decided(PLAIN, DRAINED),
  'primary-drained': () => decided({}, DRAINED),
  'primary-offline': () => decided({}, NO_PRIMARY),
  problem: () => decided({}, NO_PRIMARY, { withheld: new Map([['i1', { code: 'problem', problem }]]) }),
  'recreation-unfinished': () => afterReCreation(NOW - 600),
  'refused-for-now': refused,
  'repair-cancelled': cancelled,
  'repair-failed': () =>
    decided({ tags: [`${PREFIX}result:failover:ID:${NOW}:failure:7`] }, NO_PRIMARY, {
      queue: [aJob('7', { status: 'error' })],
    }),
  'repair-submitted': () => afterRun(false),
  'repair-running': () =>
    decided({ tags: [PENDING] }, NO_PRIMARY, { queue: [aJob('7', { status: 'running' })] }),
  'result-waiting': () =>
    decided({ tags: [PENDING] }, NO_PRIMARY, { queue: [aJob('7', { status: 'error' })] }),
  'retry-later': () => afterFailures(2),
  'runs-unwanted': () =>
    decided({ diskTemplate: 'plain', secondary: undefined, adminState: 'down', status: 'ERROR_up' }, DRAINED),
  'secondary-drained': () => decided({}, [aRoomyNode('n2', { drained: true })]),
  'secondary-offline': () => decided({}, [offline('n2')]),
  settling: () => decided({}, [offline('n1', 60), offline('n2')]),
  'shared-drained': () => decided(RBD, DRAINED),
  'shared-offline': () => decided(RBD, NO_PRIMARY),
  'stop-too-long': () => decided({ ...PLAIN, diskUsageMiB: 102400 }, DRAINED),
  suspended: () =>
    decided({}, NO_PRIMARY, { clusterTags: [`${PREFIX}failover`, `${PREFIX}suspend:${NOW + 3600}`] }),
  'tags-contradict': () =>
    decided({ tags: [PENDING, `${PREFIX}pending:fix-storage:LATER:${NOW}:9`] }, NO_PRIMARY),
  'tags-malformed': () => decided({ tags: [`${PREFIX}pending:restart:ID:${NOW}:7`] }, NO_PRIMARY),
  'too-many-offline': () => decided({}, [...DEAD, offline('n3')]),
  unreadable,
  'user-down': () => decided({ status: 'USER_down' }, DRAINED),
  'would-submit': () => afterRun(true),
  'wrong-node': () => decided({ status: 'ERROR_wrongnode' }, DRAINED),
}
