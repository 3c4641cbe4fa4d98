import { expect, test } from 'vitest'
import type { InstanceDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { INVARIANTS } from '../../../sim/invariants/all.ts'
import type { JsonObject } from '../../../src/cluster/json.ts'
import { LuxiDataError } from '../../../src/luxi/luxi-error.ts'
import type { HealingDecision } from '../../../src/planner/healing/decision.ts'
import { aDecision } from '../../builders/healing-events.ts'
import { ALLOW, ByHand, FAILOVER, REPAIR, REPLACE, web } from './by-hand.ts'

/*
 * All invariants watch, and something is done that one of them, and no other, is there for: an invariant that no longer finds anything,
 * or that finds what is another's, is seen here. A new one needs a row.
 */

const NOW = 1_795_338_000

interface WrongAction {
  readonly instance?: Partial<InstanceDefinition>
  /** Nodes that are dead and marked offline from the beginning. */
  readonly dead?: readonly string[]
  readonly act: (stage: ByHand) => void
}

const opcode = (name: string, more: JsonObject = {}): JsonObject => ({
  OP_ID: `OP_INSTANCE_${name}`,
  ...more,
})
const SHUTDOWN = opcode('SHUTDOWN', { ignore_offline_nodes: true })
const RECREATE = (...nodes: string[]) => opcode('RECREATE_DISKS', { nodes, disks: [] })
const REINSTALL = opcode('REINSTALL')
const STARTUP = opcode('STARTUP')

/** What a run says of `web` in its summary. */
function says(stage: ByHand, state: HealingDecision['state']): void {
  const reason = { code: 'nodes-fine' } as const
  const decisions = [
    { instance: 'web', state, reason, decidedBy: undefined, action: { kind: 'none' } },
  ] as const
  stage.idleRun(undefined, 10, [{ kind: 'summary', decisions, dryRun: false, isPartial: false }])
}

/** The faults stop, runs find nothing to do, and the play ends. */
function comesToAnEnd(stage: ByHand, seconds = 10): void {
  stage.tell('calmBegan')
  for (let run = 0; run < 3; run += 1) {
    stage.pass(1)
    stage.idleRun(undefined, seconds)
  }
  stage.tell('ended')
}

const WRONG: Readonly<Record<string, WrongAction>> = {
  'documented-errors': {
    act: stage => stage.idleRun({ kind: 'threw', error: new TypeError('x is not a function') }),
  },
  'explained-errors': {
    act: stage => stage.idleRun({ kind: 'threw', error: new LuxiDataError('no list') }),
  },
  'drained-queue': {
    act: stage => {
      stage.ask('SetDrainFlag', true)
      stage.idleRun(undefined, 10, [], () => stage.asked(['SubmitManyJobs', []]))
    },
  },
  'disks-where-it-lives': {
    dead: ['node3'],
    act: stage => {
      // The copy of the wrong node is removed before the job calls itself a success.
      stage.observers.unshift({
        jobWritten: ({ id, status }) => {
          const volumes = stage.node('node2').hardware.volumes
          if (id === 1 && status === 'success')
            for (const { uuid } of stage.instance('web').disks) volumes.delete(uuid)
        },
      })
      stage.repairRightly(1, 'fix-storage', 'web', REPLACE)
    },
  },
  'blames-rightly': {
    act: stage => {
      const reason = { code: 'repair-cancelled', type: 'failover', jobs: ['7'], tag: 'TAG' } as const
      const decisions = [aDecision({ instance: 'removed', state: 'repair-failed', reason })]
      const summary = { kind: 'summary', decisions, dryRun: false, isPartial: false } as const
      stage.idleRun(undefined, 10, [], () => stage.asked(['CancelJob', 7]))
      stage.idleRun(undefined, 10, [summary])
    },
  },
  'makes-way': {
    dead: [],
    act: stage => {
      stage.hold()
      stage.cluster.setNodeDrained('node2', true)
      stage.tell('calmBegan')
      stage.repair('migrate', 'web', { OP_ID: 'OP_INSTANCE_MIGRATE' })
      stage.tag('OP_TAGS_SET', 'web', `${ALLOW}pending:migrate:${REPAIR}:${NOW}:1`)
      stage.pass(60)
      stage.cluster.powerOff('node2')
      stage.cluster.setNodeOffline('node2', true)
      stage.tell('calmBegan')
      stage.pass(60)
      stage.idleRun()
    },
  },
  'stays-cancelled': {
    dead: ['node2'],
    act: stage => {
      stage.hold()
      for (const job of [1, 2]) {
        stage.repair('failover', 'web', FAILOVER)
        stage.ask('CancelJob', job, false)
        stage.cancelledJobs.set(job, stage.elapsedUs)
      }
    },
  },
  'runs-end': { act: stage => stage.idleRun(undefined, 4_000) },
  'within-permission': {
    instance: { tags: [`${ALLOW}fix-storage`] },
    dead: ['node2'],
    act: stage => stage.repairRightly(1, 'failover', 'web', FAILOVER),
  },
  'not-to-be-touched': {
    instance: { tags: [`${ALLOW}reinstall`, `${ALLOW}result:migrate:by-hand:${NOW}:failure:99`] },
    dead: ['node2'],
    act: stage => stage.repairRightly(1, 'failover', 'web', FAILOVER),
  },
  'well-left-alone': { act: stage => stage.repairRightly(1, 'failover', 'web', FAILOVER) },
  'one-repair-in-flight': {
    dead: ['node2'],
    act: stage => {
      stage.hold()
      stage.repair('failover', 'web', FAILOVER)
      stage.repair('failover', 'web', FAILOVER)
    },
  },
  'tag-before-start': {
    dead: ['node2'],
    act: stage => stage.repair('failover', 'web', FAILOVER),
  },
  'on-record': {
    dead: ['node2'],
    act: stage => {
      stage.hold()
      stage.repair('failover', 'web', FAILOVER)
      stage.idleRun()
    },
  },
  'last-copy': {
    dead: ['node2'],
    act: stage => {
      stage.hold()
      stage.repair('reinstall', 'web', SHUTDOWN, RECREATE('node1', 'node4'), REINSTALL, STARTUP)
    },
  },
  'looks-before-destruction': {
    act: stage => {
      const idle = [{ OP_ID: 'OP_TAGS_SET' }]
      stage.idleRun(undefined, 10, [], () =>
        stage.asked(['Query', 'instance'], ['SubmitManyJobs', [idle]], ['SubmitManyJobs', [[REINSTALL]]]),
      )
    },
  },
  'whole-re-creation': {
    dead: ['node2', 'node3'],
    act: stage => {
      stage.hold()
      stage.repair('reinstall', 'web', SHUTDOWN, RECREATE('node1', 'node4'))
    },
  },
  'data-kept': {
    dead: ['node2'],
    act: stage => {
      stage.observers.push({
        jobWritten: ({ opcodes, status }) => {
          if (opcodes[0]?.['OP_ID'] !== FAILOVER.OP_ID || status !== 'running') return
          for (const node of ['node2', 'node3'])
            for (const { uuid } of stage.instance('web').disks) stage.node(node).hardware.volumes.delete(uuid)
        },
      })
      stage.repairRightly(1, 'failover', 'web', FAILOVER)
    },
  },
  'newest-copy': {
    dead: ['node2'],
    act: stage => {
      stage.repairRightly(1, 'failover', 'web', FAILOVER)
      stage.cluster.powerOn('node2')
      stage.cluster.setNodeOffline('node2', false)
      stage.tell('calmBegan')
      stage.pass(60)
      stage.cluster.powerOff('node3')
      stage.cluster.setNodeOffline('node3', true)
      stage.tell('calmBegan')
      stage.pass(60)
      stage.repairRightly(3, 'failover', 'web', FAILOVER)
    },
  },
  'chosen-nodes': {
    dead: ['node3', 'node4'],
    act: stage => {
      const { iallocator: _, ...replace } = REPLACE
      stage.repairRightly(1, 'fix-storage', 'web', { ...replace, remote_node: 'node4' })
    },
  },
  'room-once': {
    dead: ['node2'],
    act: stage => {
      stage.node('node3').hardware.filledMemoryMiB = 1_000_000
      stage.idleRun(undefined, 10, [], () => stage.repairRightly(1, 'failover', 'web', FAILOVER))
    },
  },
  'settled-in-order': {
    dead: ['node2'],
    act: stage => {
      stage.repairRightly(1, 'failover', 'web', FAILOVER)
      stage.tag('OP_TAGS_SET', 'web', `${ALLOW}result:failover:${REPAIR}:${NOW}:success:1`)
    },
  },
  'tags-written': {
    act: stage => stage.tag('OP_TAGS_SET', 'web', `${ALLOW}pending:failover:${REPAIR}:${NOW}:7`),
  },
  'others-tags': {
    instance: { tags: ['mine'] },
    act: stage => stage.tag('OP_TAGS_DEL', 'web', 'mine'),
  },
  'nothing-else': {
    act: stage =>
      stage.submit({
        ...{ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node3', drained: true },
        reason: [['harep', 'harep called', 0]],
      }),
  },
  'no-hold-left': {
    act: stage => {
      stage.holdOfHarep(`harep-hold:${REPAIR}.1`)
      comesToAnEnd(stage)
    },
  },
  'decisions-as-the-model': {
    dead: ['node2'],
    act: stage => says(stage, 'healthy'),
  },
  'runs-again': {
    dead: ['node2'],
    act: stage => {
      // The guest is gone before the job calls itself a success.
      stage.observers.unshift({
        jobWritten: ({ id, status }) => {
          if (id === 1 && status === 'success') stage.cluster.crashInstance('web')
        },
      })
      stage.repairRightly(1, 'failover', 'web', FAILOVER)
    },
  },
  'comes-to-rest': {
    dead: ['node2'],
    instance: { tags: [`${ALLOW}pending:failover:${REPAIR}:${NOW}:99`] },
    act: stage => comesToAnEnd(stage),
  },
  heals: {
    dead: ['node2'],
    act: stage => {
      stage.tell('calmBegan')
      stage.pass(1)
      stage.idleRun()
      // What it decides is another's matter, and judged at once.
      says(stage, 'healthy')
      stage.violations.length = 0
      stage.tell('ended')
    },
  },
  'classic-as-the-original': {
    dead: ['node2'],
    act: stage => stage.idleRun(undefined, 10, [], undefined, 'classic'),
  },
}

test.each(INVARIANTS.map(({ name }) => name))('%s finds what is wrong, and no other does', name => {
  const wrong = WRONG[name]
  if (wrong === undefined) throw new Error(`nothing is done that ${name} is there for`)
  const stage = new ByHand(INVARIANTS, [web(wrong.instance)])
  for (const node of wrong.dead ?? []) {
    stage.cluster.powerOff(node)
    stage.cluster.setNodeOffline(node, true)
  }
  stage.tell('calmBegan')
  stage.pass(1)
  wrong.act(stage)
  expect([...new Set(stage.violations.map(({ invariant }) => invariant))]).toEqual([name])
})
