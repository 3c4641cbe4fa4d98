import type { JsonObject } from '../../../src/cluster/json.ts'
import { NDPARAMS } from '../state/default-parameters.ts'
import type { TaggedObject } from '../state/objects.ts'
import { type Cell, normal } from './cell.ts'
import type { FieldKind, FieldTable } from './field.ts'
import { secondsOf, sortedTags } from './parameters.ts'

/** Adds what every object of the configuration has: UUID, times, serial number and tags. `kind` as titles name it. */
export function addCommonFields<Row extends TaggedObject, Context>(
  table: FieldTable<Row, Context>,
  kind: string,
): void {
  table
    .config('uuid', 'UUID', 'text', `${kind} UUID`, row => normal(row.uuid))
    .config('ctime', 'CTime', 'timestamp', 'Creation timestamp', row => normal(secondsOf(row.ctimeUs)))
    .config('mtime', 'MTime', 'timestamp', 'Modification timestamp', row => normal(secondsOf(row.mtimeUs)))
    .config(
      'serial_no',
      'SerialNo',
      'number',
      `${kind} object serial number, incremented on each modification`,
      row => normal(row.serialNo),
    )
    .config('tags', 'Tags', 'other', 'Tags', row => normal(sortedTags(row.tags)))
}

const NDPARAM_FIELDS: readonly (readonly [name: string, title: string, kind: FieldKind])[] = [
  ['oob_program', 'OutOfBandProgram', 'other'],
  ['spindle_count', 'SpindleCount', 'number'],
  ['exclusive_storage', 'ExclusiveStorage', 'bool'],
  ['ovs', 'OpenvSwitch', 'bool'],
  ['ovs_name', 'OpenvSwitchName', 'other'],
  ['ovs_link', 'OpenvSwitchLink', 'other'],
  ['ssh_port', 'ndp/ssh_port', 'number'],
  ['cpu_speed', 'ndp/cpu_speed', 'float'],
]

/** Adds the node parameters, whole and one by one: nodes and groups have them. */
export function addNodeParameterFields<Row, Context>(
  table: FieldTable<Row, Context>,
  wholeTitle: string,
  wholeDoc: string,
): void {
  const parameters: JsonObject = NDPARAMS
  table.config('ndparams', wholeTitle, 'other', wholeDoc, () => normal(parameters))
  for (const [name, title, kind] of NDPARAM_FIELDS) {
    const cell: Cell = normal(parameters[name] ?? null)
    table.config(`ndp/${name}`, title, kind, `The "${name}" node parameter`, () => cell)
  }
}
