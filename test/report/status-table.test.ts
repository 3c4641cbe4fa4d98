import { describe, expect, test } from 'vitest'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import {
  DEFAULT_STATUS_FIELDS,
  parseStatusFields,
  STATUS_FIELDS,
  type StatusField,
  type StatusRow,
} from '../../src/report/status-fields.ts'
import { statusTable } from '../../src/report/status-table.ts'
import { anInstance } from '../builders/cluster.ts'
import { REASON_SAMPLES } from '../builders/reasons.ts'

const NEEDS: HealingDecision = {
  instance: 'web1',
  state: 'needs-repair',
  reason: REASON_SAMPLES['node-silent'],
  decidedBy: undefined,
  action: { kind: 'none' },
}
const DUE: HealingDecision = {
  instance: 'db',
  state: 'needs-repair',
  reason: REASON_SAMPLES['secondary-offline'],
  decidedBy: { level: 'group', object: 'default', tag: 'T' },
  action: {
    kind: 'repair',
    type: 'fix-storage',
    opcodes: [{ OP_ID: 'OP_INSTANCE_REPLACE_DISKS', instance_name: 'db', remote_node: 'n3' }],
    isDestructive: false,
    oneOffId: undefined,
    figures: undefined,
    from: undefined,
    supersedes: [],
  },
}
const ROWS: readonly StatusRow[] = [
  { decision: NEEDS, instance: anInstance({ name: 'web1', secondary: undefined }), group: 'default' },
  { decision: DUE, instance: anInstance({ name: 'db' }), group: 'default' },
  { decision: { ...NEEDS, instance: 'odd' }, instance: undefined, group: undefined },
]

const LAYOUT = { fields: DEFAULT_STATUS_FIELDS, separator: undefined, hasHeaders: true, isVerbose: false }

function fieldsOf(text: string): readonly StatusField[] {
  const parsed = parseStatusFields(text)
  if (parsed.kind === 'unknown') throw new Error(parsed.problem)
  return parsed.fields
}

describe('the table', () => {
  test("is aligned, has the sentence last, and Ganeti's symbols for what is missing", () => {
    expect(statusTable(ROWS, LAYOUT)).toBe(
      `Instance State        Reason            Primary_node Secondary_Nodes Decided_by Why
web1     needs-repair node-silent       n1           -               -          node n1 does not answer and is not marked offline
db       needs-repair secondary-offline n1           n2              group/T    its secondary node n2 is offline, so it has no second copy
odd      needs-repair node-silent       ?            ?               -          node n1 does not answer and is not marked offline
`,
    )
  })

  test('tells missing values in words with --verbose', () => {
    const text = statusTable(ROWS, { ...LAYOUT, fields: fieldsOf('name,snodes'), isVerbose: true })
    expect(text).toBe('Instance Secondary_Nodes\nweb1     (unavail)\ndb       n2\nodd      (nodata)\n')
  })

  test('is not aligned with a separator, and has no titles without', () => {
    const fields = fieldsOf('name,snodes,group')
    expect(statusTable(ROWS, { ...LAYOUT, fields, separator: ':', hasHeaders: false })).toBe(
      'web1:-:default\ndb:n2:default\nodd:?:?\n',
    )
    expect(statusTable(ROWS, { ...LAYOUT, fields, separator: '' })).toContain('\ndbn2default\n')
  })

  test('without rows is its titles', () => {
    expect(statusTable([], { ...LAYOUT, fields: fieldsOf('name,state') })).toBe('Instance State\n')
    expect(statusTable([], { ...LAYOUT, hasHeaders: false })).toBe('')
  })

  test('nothing from outside leaves its row', () => {
    const hostile = 'x\n\u001b[2Jy\u202e'
    const row: StatusRow = {
      decision: { ...NEEDS, instance: hostile },
      instance: anInstance({ primary: hostile }),
      group: hostile,
    }
    const text = statusTable([row], { ...LAYOUT, fields: STATUS_FIELDS })
    expect(text.split('\n')).toHaveLength(3)
    expect(text.replaceAll('\n', '')).toMatch(/^[ -~]*$/)
  })
})

describe('further fields', () => {
  const cells = (name: string) =>
    statusTable(ROWS, { ...LAYOUT, fields: fieldsOf(name), hasHeaders: false })
      .split('\n')
      .slice(0, 3)

  test.each([
    ['next', ['-', 'fix-storage', '-']],
    ['next_job', ['-', 'INSTANCE_REPLACE_DISKS db on n3', '-']],
    ['group', ['default', 'default', '?']],
    ['status', ['running', 'running', '?']],
    ['admin_state', ['up', 'up', '?']],
    ['disk_template', ['drbd', 'drbd', '?']],
  ])('%s', (name, values) => {
    expect(cells(name)).toEqual(values)
  })

  test.each([
    ['running', 'Y'],
    ['ERROR_up', 'Y'],
    ['ADMIN_down', 'N'],
    ['USER_down', 'N'],
    ['ERROR_nodeoffline', '*'],
    ['ERROR_nodedown', '?'],
  ] as const)('oper_state of %s is %s', (status, shown) => {
    const row = { decision: NEEDS, instance: anInstance({ status }), group: 'default' }
    expect(statusTable([row], { ...LAYOUT, fields: fieldsOf('oper_state'), hasHeaders: false })).toBe(
      `${shown}\n`,
    )
  })

  test('each has a name and a title of its own, without blanks', () => {
    for (const key of ['name', 'title'] as const) {
      expect(new Set(STATUS_FIELDS.map(field => field[key])).size).toBe(STATUS_FIELDS.length)
      for (const field of STATUS_FIELDS) expect(field[key]).toMatch(/^[A-Za-z_]+$/)
    }
  })
})
