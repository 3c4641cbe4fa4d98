import { describe, expect, test } from 'vitest'
import { ADMIN_STATES, DISK_TEMPLATES, type Instance } from '../../../src/cluster/instance.ts'
import type { Diagnosis } from '../../../src/planner/diagnosis.ts'
import { classic, DrbdWithoutSecondaryError } from '../../../src/planner/rulesets/classic.ts'
import { aNode, anInstance, aSnapshot } from '../../builders/cluster.ts'
import { NODE_CONDITION_NAMES, type NodeCondition, nodeIn } from '../../builders/node-conditions.ts'

function diagnose(primary: NodeCondition, secondary: NodeCondition, but: Partial<Instance> = {}): Diagnosis {
  const nodes = [nodeIn(primary, 'n1'), nodeIn(secondary, 'n2'), aNode('n3')]
  return classic.diagnose(anInstance(but), aSnapshot({ nodes }))
}

/** The repair type and its opcodes, or `none`. */
function repair(diagnosis: Diagnosis): string {
  if (diagnosis.kind !== 'broken') return 'none'
  const { type } = diagnosis
  const opcodes = diagnosis.opcodes.map(({ OP_ID }) => OP_ID)
  return [`${type}:`, ...opcodes].join(' ')
}

const RECREATION = 'reinstall: OP_INSTANCE_RECREATE_DISKS OP_INSTANCE_REINSTALL'
const FAILOVER = 'failover: OP_INSTANCE_FAILOVER'
const REPLACEMENT = 'fix-storage: OP_INSTANCE_REPLACE_DISKS'

/** The original takes all of these for dead, and a node that does not answer for none of its business. */
const BAD: readonly NodeCondition[] = ['offline', 'drained', 'offline+drained', 'not-vm-capable']
const GOOD: readonly NodeCondition[] = ['ok', 'silent']

describe('drbd', () => {
  test.each([
    ['bad', BAD, 'bad', BAD, RECREATION],
    ['bad', BAD, 'good', GOOD, FAILOVER],
    ['good', GOOD, 'bad', BAD, REPLACEMENT],
    ['good', GOOD, 'good', GOOD, 'none'],
  ])('primary %s, %j, secondary %s, %j: %s', (_first, primaries, _second, secondaries, expected) => {
    for (const primary of primaries)
      for (const secondary of secondaries) expect(repair(diagnose(primary, secondary))).toBe(expected)
  })

  test('the conditions are all there are', () => {
    expect(new Set([...BAD, ...GOOD])).toStrictEqual(new Set(NODE_CONDITION_NAMES))
  })

  test('tells what it saw', () => {
    const nodes = ['n1', 'n2']
    expect(diagnose('offline', 'ok').reason).toStrictEqual({
      code: 'primary-offline',
      node: 'n1',
      secondary: 'n2',
    })
    expect(diagnose('ok', 'offline').reason).toStrictEqual({ code: 'secondary-offline', node: 'n2' })
    expect(diagnose('offline', 'drained').reason).toStrictEqual({ code: 'all-copies-offline', nodes })
    expect(diagnose('ok', 'ok').reason).toStrictEqual({ code: 'nodes-fine' })
  })

  // oracle cases drbd_empty_snodes_*: the original crashes, in whatever condition the nodes are.
  test.each(NODE_CONDITION_NAMES)('without a secondary it ends the run, primary %s', primary => {
    const run = () => diagnose(primary, 'ok', { secondary: undefined })
    expect(run).toThrow(DrbdWithoutSecondaryError)
    expect(run).toThrow(
      'instance i1 is of the template drbd and has no secondary node; the original crashes here too, and without --classic this instance is left out',
    )
    expect(new DrbdWithoutSecondaryError('i1')).toMatchObject({ code: 'DRBD_WITHOUT_SECONDARY', exitCode: 1 })
  })
})

describe('plain', () => {
  test.each(BAD)('primary %s: re-created, whatever a secondary does', primary => {
    for (const secondary of NODE_CONDITION_NAMES)
      expect(repair(diagnose(primary, secondary, { diskTemplate: 'plain' }))).toBe(RECREATION)
    const alone = diagnose(primary, 'ok', { diskTemplate: 'plain', secondary: undefined })
    expect(repair(alone)).toBe(RECREATION)
    expect(alone.reason).toStrictEqual({ code: 'all-copies-offline', nodes: ['n1'] })
  })

  test.each(GOOD)('primary %s: left alone', primary => {
    for (const secondary of NODE_CONDITION_NAMES)
      expect(repair(diagnose(primary, secondary, { diskTemplate: 'plain' }))).toBe('none')
  })
})

test.each(DISK_TEMPLATES.filter(each => each !== 'drbd' && each !== 'plain'))(
  '%s has no repair',
  diskTemplate => {
    for (const primary of NODE_CONDITION_NAMES)
      for (const secondary of NODE_CONDITION_NAMES)
        expect(diagnose(primary, secondary, { diskTemplate })).toStrictEqual({
          kind: 'fine',
          reason: { code: 'nodes-fine' },
        })
  },
)

test.each([...ADMIN_STATES, undefined])('what the admin wants does not matter: %s', adminState => {
  for (const forthcoming of [true, false]) {
    const but = { adminState, forthcoming }
    expect(repair(diagnose('offline', 'ok', but))).toBe(FAILOVER)
    expect(repair(diagnose('drained', 'drained', but))).toBe(RECREATION)
  }
})

// Of a job's opcodes the names above are in order; this is what they carry.
test('leaves the choice of nodes to hail', () => {
  const diagnosis = diagnose('offline', 'offline')
  expect(diagnosis).toMatchObject({
    opcodes: [
      { instance_name: 'i1', nodes: [], iallocator: 'hail' },
      { instance_name: 'i1', force_variant: false },
    ],
  })
})

test('a node that is not in the snapshot counts as bad', () => {
  const snapshot = aSnapshot({ nodes: [aNode('n2')] })
  expect(repair(classic.diagnose(anInstance(), snapshot))).toBe(FAILOVER)
})
