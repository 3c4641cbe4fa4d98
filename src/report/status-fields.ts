import type { Instance, InstanceStatus } from '../cluster/instance.ts'
import { nearNames } from '../cluster/near-names.ts'
import { describeReason } from '../planner/describe-reason.ts'
import type { HealingDecision } from '../planner/healing/decision.ts'
import { jobText } from './opcode-text.ts'
import { printable } from './printable.ts'

/** What a row of the status table is made from. */
export interface StatusRow {
  readonly decision: HealingDecision
  /** undefined where luxid's row of it cannot be read. */
  readonly instance: Instance | undefined
  /** The name of the group of its primary node. */
  readonly group: string | undefined
}

/**
 * Why there is no value, as Ganeti's own lists have it: it does not exist for this object, nobody knows it now, or its node
 * is offline.
 */
export type Missing = 'unavail' | 'nodata' | 'offline'

export type Cell = { readonly text: string } | { readonly missing: Missing }

/** A column of the status table. The names are Ganeti's own where it has such a field (gnt-instance list-fields). */
export interface StatusField {
  readonly name: string
  readonly title: string
  readonly cell: (row: StatusRow) => Cell
}

const UNAVAILABLE: Cell = { missing: 'unavail' }
const NO_DATA: Cell = { missing: 'nodata' }
const OFFLINE: Cell = { missing: 'offline' }

function known(value: string | undefined): Cell {
  return value === undefined || value === '' ? UNAVAILABLE : { text: value }
}

/** A value of luxid's; of an instance that cannot be read nobody knows it. */
function ofInstance(value: (instance: Instance) => Cell): (row: StatusRow) => Cell {
  return ({ instance }) => (instance ? value(instance) : NO_DATA)
}

/** All fields, in the order in which the manual lists them; the first seven are the default. */
export const STATUS_FIELDS: readonly StatusField[] = [
  { name: 'name', title: 'Instance', cell: ({ decision }) => known(decision.instance) },
  { name: 'state', title: 'State', cell: ({ decision }) => known(decision.state) },
  { name: 'reason', title: 'Reason', cell: ({ decision }) => known(decision.reason.code) },
  { name: 'pnode', title: 'Primary_node', cell: ofInstance(({ primary }) => known(primary)) },
  { name: 'snodes', title: 'Secondary_Nodes', cell: ofInstance(({ secondary }) => known(secondary)) },
  { name: 'decided_by', title: 'Decided_by', cell: decidedBy },
  { name: 'sentence', title: 'Why', cell: ({ decision }) => known(describeReason(decision.reason)) },
  { name: 'next', title: 'Next_repair', cell: ({ decision }) => nextRepair(decision, ({ type }) => type) },
  {
    name: 'next_job',
    title: 'Next_job',
    cell: ({ decision }) => nextRepair(decision, ({ opcodes }) => jobText(opcodes)),
  },
  { name: 'group', title: 'Group', cell: ({ instance, group }) => (instance ? known(group) : NO_DATA) },
  { name: 'status', title: 'Status', cell: ofInstance(({ status }) => known(status)) },
  { name: 'oper_state', title: 'Running', cell: ofInstance(({ status }) => running(status)) },
  { name: 'admin_state', title: 'Admin_state', cell: ofInstance(({ adminState }) => known(adminState)) },
  {
    name: 'disk_template',
    title: 'Disk_template',
    cell: ofInstance(({ diskTemplate }) => known(diskTemplate)),
  },
]

export const DEFAULT_STATUS_FIELDS: readonly StatusField[] = STATUS_FIELDS.slice(0, 7)

/** In one word: the level and the tag. The object is in another column, or the cluster. */
function decidedBy({ decision: { decidedBy: by } }: StatusRow): Cell {
  return by ? { text: `${by.level}/${by.tag}` } : UNAVAILABLE
}

type NextRepair = HealingDecision['action'] & { readonly kind: 'repair' }

function nextRepair({ action }: HealingDecision, text: (repair: NextRepair) => string): Cell {
  return action.kind === 'repair' ? { text: text(action) } : UNAVAILABLE
}

function running(status: InstanceStatus): Cell {
  switch (status) {
    case 'running':
    case 'ERROR_up':
    case 'ERROR_wrongnode':
      return { text: 'Y' }
    case 'ADMIN_down':
    case 'ADMIN_offline':
    case 'ERROR_down':
    case 'USER_down':
      return { text: 'N' }
    case 'ERROR_nodeoffline':
      return OFFLINE
    case 'ERROR_nodedown':
      return NO_DATA
  }
}

/** What -o asks for: a list of names, or with a plus sign in front some besides the default ones. */
export function parseStatusFields(
  text: string,
):
  | { readonly kind: 'fields'; readonly fields: readonly StatusField[] }
  | { readonly kind: 'unknown'; readonly problem: string } {
  const isAddition = text.startsWith('+')
  const fields: StatusField[] = isAddition ? [...DEFAULT_STATUS_FIELDS] : []
  for (const name of (isAddition ? text.slice(1) : text).split(',')) {
    const field = STATUS_FIELDS.find(one => one.name === name)
    if (field === undefined) return { kind: 'unknown', problem: unknownField(name) }
    fields.push(field)
  }
  return { kind: 'fields', fields }
}

function unknownField(name: string): string {
  const names = STATUS_FIELDS.map(field => field.name)
  const near = nearNames(name, names)
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : `the fields are ${names.join(', ')}`
  return `unknown field '${printable(name)}' (${hint})`
}
