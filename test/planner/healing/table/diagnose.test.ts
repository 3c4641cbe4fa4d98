import { describe, expect, test } from 'vitest'
import type { DiskTemplate, Instance } from '../../../../src/cluster/instance.ts'
import type { Node } from '../../../../src/cluster/node.ts'
import { aRoomyNode, decisionOn, inShort } from '../../../builders/plan.ts'

const CONDITIONS = {
  ok: {},
  offline: { offline: true },
  drained: { drained: true },
  silent: { silence: 'no data' },
  incapable: { vmCapable: false },
} as const satisfies Record<string, Partial<Node>>

type Condition = keyof typeof CONDITIONS

const UP = { adminState: 'up', status: 'running' } as const
const STOPPED = { adminState: 'down', status: 'ADMIN_down' } as const
const CRASHED = { adminState: 'up', status: 'ERROR_down' } as const
const RUNS_UNWANTED = { adminState: 'down', status: 'ERROR_up' } as const
const USER_DOWN = { adminState: 'up', status: 'USER_down' } as const
const ELSEWHERE = { adminState: 'up', status: 'ERROR_wrongnode' } as const
const ADMIN_OFFLINE = { adminState: 'offline', status: 'ADMIN_offline' } as const
const NODE_GONE = { adminState: 'up', status: 'ERROR_nodeoffline' } as const
const NODE_GONE_STOPPED = { adminState: 'down', status: 'ERROR_nodeoffline' } as const

function row(
  template: DiskTemplate,
  primary: Condition,
  secondary: Condition | undefined,
  but: Partial<Instance>,
): string {
  const nodes = [aRoomyNode('n1', CONDITIONS[primary]), aRoomyNode('n2', CONDITIONS[secondary ?? 'ok'])]
  const instance = { diskTemplate: template, secondary: secondary && 'n2', ...but }
  return inShort(decisionOn(instance, { nodes }))
}

describe('drbd', () => {
  test.each<[Condition, Condition, Partial<Instance>, string]>([
    ['ok', 'ok', UP, 'healthy [nodes-fine]'],
    ['ok', 'offline', UP, 'fix-storage: REPLACE_DISKS [secondary-offline]'],
    ['ok', 'offline', STOPPED, 'fix-storage: REPLACE_DISKS [secondary-offline]'],
    ['ok', 'offline', USER_DOWN, 'fix-storage: REPLACE_DISKS [secondary-offline]'],
    ['ok', 'drained', UP, 'fix-storage: REPLACE_DISKS [secondary-drained]'],
    ['drained', 'ok', UP, 'migrate: MIGRATE [primary-drained]'],
    ['drained', 'ok', RUNS_UNWANTED, 'migrate: MIGRATE [primary-drained]'],
    ['drained', 'ok', STOPPED, 'migrate: FAILOVER [primary-drained]'],
    ['drained', 'ok', CRASHED, 'migrate: FAILOVER [primary-drained]'],
    ['drained', 'ok', USER_DOWN, 'needs-repair [user-down]'],
    ['drained', 'offline', UP, 'fix-storage: REPLACE_DISKS [secondary-offline]'],
    ['drained', 'drained', UP, 'fix-storage: REPLACE_DISKS [secondary-drained]'],
    ['offline', 'ok', NODE_GONE, 'failover: FAILOVER [primary-offline]'],
    ['offline', 'ok', NODE_GONE_STOPPED, 'failover: FAILOVER [primary-offline]'],
    ['offline', 'drained', NODE_GONE, 'needs-repair [copy-on-drained-node]'],
    ['offline', 'drained', NODE_GONE_STOPPED, 'needs-repair [copy-on-drained-node]'],
    [
      'offline',
      'offline',
      NODE_GONE,
      'reinstall: SHUTDOWN RECREATE_DISKS REINSTALL STARTUP [all-copies-offline]',
    ],
    ['offline', 'offline', NODE_GONE_STOPPED, 'reinstall: RECREATE_DISKS REINSTALL [all-copies-offline]'],
    ['silent', 'ok', UP, 'needs-repair [node-silent]'],
    ['ok', 'silent', UP, 'needs-repair [node-silent]'],
    ['silent', 'offline', UP, 'needs-repair [node-silent]'],
    ['offline', 'silent', NODE_GONE, 'needs-repair [node-silent]'],
    ['incapable', 'ok', UP, 'healthy [nodes-fine]'],
    ['ok', 'incapable', UP, 'healthy [nodes-fine]'],
    ['offline', 'incapable', NODE_GONE, 'failover: FAILOVER [primary-offline]'],
    ['drained', 'ok', ELSEWHERE, 'needs-repair [wrong-node]'],
    ['ok', 'offline', ELSEWHERE, 'needs-repair [wrong-node]'],
    ['ok', 'ok', ELSEWHERE, 'healthy [nodes-fine]'],
    ['offline', 'offline', ADMIN_OFFLINE, 'healthy [admin-offline]'],
    ['offline', 'offline', { ...UP, forthcoming: true }, 'healthy [forthcoming]'],
    ['ok', 'ok', ADMIN_OFFLINE, 'healthy [nodes-fine]'],
  ])('primary %s, secondary %s, %o: %s', (primary, secondary, but, expected) => {
    expect(row('drbd', primary, secondary, but)).toBe(expected)
  })

  test('without a secondary: the configuration is damaged, whatever its node does', () => {
    expect(row('drbd', 'ok', undefined, UP)).toBe('needs-repair [no-secondary]')
    expect(row('drbd', 'offline', undefined, NODE_GONE)).toBe('needs-repair [no-secondary]')
    expect(row('drbd', 'offline', undefined, ADMIN_OFFLINE)).toBe('healthy [admin-offline]')
  })
})

describe.each<DiskTemplate>(['plain', 'file'])('%s', template => {
  test.each<[Condition, Partial<Instance>, string]>([
    ['ok', UP, 'healthy [nodes-fine]'],
    ['offline', NODE_GONE, 'reinstall: SHUTDOWN RECREATE_DISKS REINSTALL STARTUP [all-copies-offline]'],
    ['offline', NODE_GONE_STOPPED, 'reinstall: RECREATE_DISKS REINSTALL [all-copies-offline]'],
    ['offline', ADMIN_OFFLINE, 'healthy [admin-offline]'],
    ['drained', UP, 'failover: MOVE [plain-drained]'],
    ['drained', STOPPED, 'failover: MOVE [plain-drained]'],
    ['drained', CRASHED, 'failover: MOVE [plain-drained]'],
    ['drained', USER_DOWN, 'needs-repair [user-down]'],
    ['drained', RUNS_UNWANTED, 'needs-repair [runs-unwanted]'],
    ['drained', ELSEWHERE, 'needs-repair [wrong-node]'],
    ['silent', UP, 'needs-repair [node-silent]'],
    ['incapable', UP, 'healthy [nodes-fine]'],
    ['drained', { ...UP, diskUsageMiB: 29_500 }, 'failover: MOVE [plain-drained]'],
    ['drained', { ...UP, diskUsageMiB: 29_501 }, 'needs-repair [stop-too-long]'],
    ['drained', { ...STOPPED, diskUsageMiB: 29_501 }, 'failover: MOVE [plain-drained]'],
    ['drained', { ...CRASHED, diskUsageMiB: 29_501 }, 'failover: MOVE [plain-drained]'],
  ])('node %s, %o: %s', (primary, but, expected) => {
    expect(row(template, primary, undefined, but)).toBe(expected)
  })
})

describe.each<DiskTemplate>(['sharedfile', 'rbd', 'ext', 'gluster', 'blockdev', 'diskless'])(
  '%s',
  template => {
    test.each<[Condition, Partial<Instance>, string]>([
      ['ok', UP, 'healthy [nodes-fine]'],
      ['offline', NODE_GONE, 'failover: FAILOVER [shared-offline]'],
      ['offline', NODE_GONE_STOPPED, 'failover: FAILOVER [shared-offline]'],
      ['drained', UP, 'migrate: MIGRATE [shared-drained]'],
      ['drained', RUNS_UNWANTED, 'migrate: MIGRATE [shared-drained]'],
      ['drained', STOPPED, 'migrate: FAILOVER [shared-drained]'],
      ['drained', CRASHED, 'migrate: FAILOVER [shared-drained]'],
      ['drained', USER_DOWN, 'needs-repair [user-down]'],
      ['drained', ELSEWHERE, 'needs-repair [wrong-node]'],
      ['silent', UP, 'needs-repair [node-silent]'],
    ])('node %s, %o: %s', (primary, but, expected) => {
      expect(row(template, primary, undefined, but)).toBe(expected)
    })
  },
)

test('disks of several templates: blocked where something would have to be done', () => {
  expect(row('mixed', 'ok', undefined, UP)).toBe('healthy [nodes-fine]')
  expect(row('mixed', 'offline', undefined, NODE_GONE)).toBe('needs-repair [mixed-disks]')
  expect(row('mixed', 'drained', undefined, UP)).toBe('needs-repair [mixed-disks]')
})

test('what luxid names as secondary of a plain instance says nothing about its data', () => {
  const nodes = [aRoomyNode('n1'), aRoomyNode('n2', { offline: true })]
  expect(inShort(decisionOn({ diskTemplate: 'plain', secondary: 'n2' }, { nodes }))).toBe(
    'healthy [nodes-fine]',
  )
})

test('offline counts more than drained, if Ganeti should ever say both', () => {
  const both = { offline: true, drained: true }
  const nodes = [aRoomyNode('n1', both), aRoomyNode('n2', both)]
  expect(inShort(decisionOn(NODE_GONE, { nodes }))).toContain('RECREATE_DISKS')
  expect(inShort(decisionOn(NODE_GONE, { nodes: [aRoomyNode('n1', both)] }))).toContain('FAILOVER')
})

test.each<[DiskTemplate, string | undefined, readonly string[]]>([
  ['drbd', 'n2', ['n1', 'n2']],
  ['plain', undefined, ['n1']],
  ['file', undefined, ['n1']],
])('%s: each node that had a copy is named before all is made anew', (diskTemplate, secondary, copies) => {
  const nodes = ['n1', 'n2'].map(name => aRoomyNode(name, { offline: true }))
  const { reason } = decisionOn({ ...NODE_GONE, diskTemplate, secondary }, { nodes })
  expect(reason).toStrictEqual({ code: 'all-copies-offline', nodes: copies })
})
