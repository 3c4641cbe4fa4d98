import { describe, expect, test } from 'vitest'
import { ADMIN_STATES, DISK_TEMPLATES, type Instance } from '../../../src/cluster/instance.ts'
import { failover, replaceSecondary } from '../../../src/cluster/opcode.ts'
import type { Diagnosis } from '../../../src/planner/diagnosis.ts'
import { healing } from '../../../src/planner/rulesets/healing.ts'
import { aNode, anInstance, aSnapshot } from '../../builders/cluster.ts'
import { NODE_CONDITION_NAMES, type NodeCondition, nodeIn } from '../../builders/node-conditions.ts'

function diagnose(primary: NodeCondition, secondary: NodeCondition, but: Partial<Instance> = {}): Diagnosis {
  const instance = anInstance(but)
  const nodes = [nodeIn(primary, 'n1'), nodeIn(secondary, 'n2'), aNode('n3')]
  return healing.diagnose(instance, aSnapshot({ nodes, instances: [instance] }))
}

/** One word for each diagnosis, with the node that it names. */
const DIAGNOSES: Readonly<Record<string, Diagnosis>> = {
  fine: { kind: 'fine', reason: { code: 'nodes-fine' } },
  'drained-1': { kind: 'fine', reason: { code: 'node-drained', node: 'n1' } },
  'drained-2': { kind: 'fine', reason: { code: 'node-drained', node: 'n2' } },
  'silent-1': { kind: 'blocked', reason: { code: 'node-silent', node: 'n1' } },
  'silent-2': { kind: 'blocked', reason: { code: 'node-silent', node: 'n2' } },
  'copy-on-1': { kind: 'blocked', reason: { code: 'copy-on-drained-node', offline: 'n2', drained: 'n1' } },
  'copy-on-2': { kind: 'blocked', reason: { code: 'copy-on-drained-node', offline: 'n1', drained: 'n2' } },
  failover: {
    kind: 'broken',
    type: 'failover',
    remedy: { kind: 'opcodes', opcodes: [failover('i1')] },
    reason: { code: 'primary-offline', node: 'n1', secondary: 'n2' },
  },
  replace: {
    kind: 'broken',
    type: 'fix-storage',
    remedy: { kind: 'opcodes', opcodes: [replaceSecondary('i1')] },
    reason: { code: 'secondary-offline', node: 'n2' },
  },
  're-create': {
    kind: 'broken',
    type: 'reinstall',
    remedy: { kind: 're-create', copies: 2 },
    reason: { code: 'all-copies-offline', nodes: ['n1', 'n2'] },
  },
  're-create-1': {
    kind: 'broken',
    type: 'reinstall',
    remedy: { kind: 're-create', copies: 1 },
    reason: { code: 'all-copies-offline', nodes: ['n1'] },
  },
  'mixed-disks': { kind: 'blocked', reason: { code: 'mixed-disks' } },
}

// Rows are what is the matter with the primary node n1, columns the same of the secondary n2.
const DRBD = `
                  ok         offline    drained    offline+drained  not-vm-capable  silent
  ok              fine       replace    drained-2  replace          fine            silent-2
  offline         failover   re-create  copy-on-2  re-create        failover        silent-2
  drained         drained-1  copy-on-1  drained-1  copy-on-1        drained-1       silent-2
  offline+drained failover   re-create  copy-on-2  re-create        failover        silent-2
  not-vm-capable  fine       replace    drained-2  replace          fine            silent-2
  silent          silent-1   silent-1   silent-1   silent-1         silent-1        silent-1
`

const cells = (() => {
  const [head = [], ...rows] = DRBD.trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/))
  return rows.flatMap(([primary, ...row]) => row.map((word, index) => [primary, head[index], word] as const))
})()

describe('drbd', () => {
  test('the table has every combination', () => {
    expect(cells).toHaveLength(NODE_CONDITION_NAMES.length ** 2)
  })

  test.each(cells)('primary %s, secondary %s: %s', (first, second, word) => {
    const [primary, secondary] = [first, second].map(name => NODE_CONDITION_NAMES.find(each => each === name))
    if (!primary || !secondary) throw new Error(`${first} or ${second} is no condition of a node`)
    expect(DIAGNOSES[word]).toBeDefined()
    for (const adminState of ['up', 'down', undefined] as const)
      expect(diagnose(primary, secondary, { adminState })).toStrictEqual(DIAGNOSES[word])
  })

  test.each(NODE_CONDITION_NAMES)('without a secondary nothing is done, primary %s', primary => {
    expect(diagnose(primary, 'ok', { secondary: undefined })).toStrictEqual({
      kind: 'blocked',
      reason: { code: 'no-secondary' },
    })
  })
})

describe.each(DISK_TEMPLATES.filter(each => each !== 'drbd'))('%s', diskTemplate => {
  const offline: Record<string, Diagnosis | undefined> = {
    plain: DIAGNOSES['re-create-1'],
    mixed: DIAGNOSES['mixed-disks'],
  }
  const noRule: Diagnosis = { kind: 'blocked', reason: { code: 'no-rule', diskTemplate, node: 'n1' } }
  const expected: Record<NodeCondition, Diagnosis | undefined> = {
    ok: DIAGNOSES['fine'],
    offline: offline[diskTemplate] ?? noRule,
    drained: DIAGNOSES['drained-1'],
    'offline+drained': offline[diskTemplate] ?? noRule,
    'not-vm-capable': DIAGNOSES['fine'],
    silent: DIAGNOSES['silent-1'],
  }

  test.each(NODE_CONDITION_NAMES)('primary %s', primary => {
    expect(diagnose(primary, 'ok', { diskTemplate, secondary: undefined })).toStrictEqual(expected[primary])
  })

  // luxid may name a second node all the same (oracle case plain_with_snodes_off); it has no copy.
  test.each(NODE_CONDITION_NAMES)('a secondary node that is %s does not matter', secondary => {
    for (const primary of NODE_CONDITION_NAMES)
      expect(diagnose(primary, secondary, { diskTemplate })).toStrictEqual(expected[primary])
  })
})

describe('whatever the instance', () => {
  const all = DISK_TEMPLATES.flatMap(diskTemplate =>
    NODE_CONDITION_NAMES.flatMap(primary =>
      NODE_CONDITION_NAMES.flatMap(secondary =>
        [...ADMIN_STATES, undefined].flatMap(adminState =>
          [false, true].map(forthcoming => ({ diskTemplate, primary, secondary, adminState, forthcoming })),
        ),
      ),
    ),
  )
  const isOffline = (condition: NodeCondition) => condition.startsWith('offline')

  test('nothing is re-created while a node that may hold a copy is not offline', () => {
    const recreated = all.filter(({ primary, secondary, ...but }) => {
      const diagnosis = diagnose(primary, secondary, but)
      return diagnosis.kind === 'broken' && diagnosis.type === 'reinstall'
    })
    expect(new Set(recreated.map(({ diskTemplate }) => diskTemplate))).toStrictEqual(
      new Set(['plain', 'drbd']),
    )
    for (const { diskTemplate, primary, secondary } of recreated) {
      expect(isOffline(primary)).toBe(true)
      if (diskTemplate === 'drbd') expect(isOffline(secondary)).toBe(true)
    }
  })

  test('disks are made anew, or other than by hail, only at the level of a reinstall', () => {
    for (const { primary, secondary, ...but } of all) {
      const diagnosis = diagnose(primary, secondary, but)
      if (diagnosis.kind !== 'broken') continue
      const { remedy } = diagnosis
      expect(remedy.kind === 're-create').toBe(diagnosis.type === 'reinstall')
      if (remedy.kind !== 'opcodes') continue
      expect(remedy.opcodes.map(({ OP_ID }) => OP_ID)).not.toContain('OP_INSTANCE_RECREATE_DISKS')
    }
  })

  test('nothing is done because of drained nodes alone', () => {
    const alone = all.filter(({ primary, secondary }) => !isOffline(primary) && !isOffline(secondary))
    for (const { primary, secondary, ...but } of alone)
      expect(diagnose(primary, secondary, but).kind).not.toBe('broken')
  })

  test('nothing is done where a node that counts is silent', () => {
    const silent = all.filter(
      ({ primary, secondary, diskTemplate }) =>
        primary === 'silent' || (secondary === 'silent' && diskTemplate === 'drbd'),
    )
    for (const { primary, secondary, ...but } of silent)
      expect(diagnose(primary, secondary, but).kind).not.toBe('broken')
  })

  test('an instance that is forthcoming or that its admin marked offline is left alone', () => {
    for (const { primary, secondary, ...but } of all) {
      const diagnosis = diagnose(primary, secondary, but)
      if (diagnosis.reason.code === 'nodes-fine') continue
      if (but.forthcoming) expect(diagnosis).toStrictEqual({ kind: 'fine', reason: { code: 'forthcoming' } })
      else if (but.adminState === 'offline')
        expect(diagnosis).toStrictEqual({ kind: 'fine', reason: { code: 'admin-offline' } })
    }
  })

  test('that goes before a damaged configuration, and is told only where a node is bad', () => {
    const but = { secondary: undefined, adminState: 'offline' } as const
    expect(diagnose('ok', 'ok', but).reason).toStrictEqual({ code: 'nodes-fine' })
    expect(diagnose('offline', 'ok', but).reason).toStrictEqual({ code: 'admin-offline' })
    expect(diagnose('offline', 'ok', { ...but, forthcoming: true }).reason).toStrictEqual({
      code: 'forthcoming',
    })
  })
})

test('is named healing', () => {
  expect(healing.name).toBe('healing')
})
