import { normal } from './cell.ts'
import { FieldTable } from './field.ts'
import { type Resource, resource } from './run-query.ts'

/** Resources that no simulated cluster has any of: networks and exports. They answer with no rows. */
export function networkResource(): Resource {
  const table: FieldTable<never, undefined> = new FieldTable()
  table
    .config('name', 'Network', 'text', 'Name', () => normal(''))
    .config('uuid', 'UUID', 'text', 'Network UUID', () => normal(''))
    .config('network', 'Subnet', 'text', 'IPv4 subnet', () => normal(''))
    .config('gateway', 'Gateway', 'other', 'IPv4 gateway', () => normal(''))
    .config('tags', 'Tags', 'other', 'Tags', () => normal([]))
  return empty(table, 'name')
}

export function exportResource(): Resource {
  const table: FieldTable<never, undefined> = new FieldTable()
  table
    .config('node', 'Node', 'text', 'Node name', () => normal(''), 'hostname')
    .live('export', 'Export', 'text', 'Export name', () => normal(''))
  return empty(table, 'node')
}

function empty(table: FieldTable<never, undefined>, nameField: string): Resource {
  return resource<never, undefined>({
    fields: table.fields,
    nameField,
    context: () => undefined,
    all: () => [],
    named: () => [],
  })
}
