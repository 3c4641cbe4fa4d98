import type { TaggedObject } from '../state/objects.ts'
import { addCommonFields } from './common-fields.ts'
import { type FieldKind, fieldsOnce } from './field.ts'
import { unavailable } from './indexed-field.ts'
import { lookUpAll } from './lookup.ts'
import { type Resource, resource } from './run-query.ts'

/** All fields but the common ones: name, title, type, documentation. */
const FIELDS: readonly (readonly [name: string, title: string, kind: FieldKind, doc: string])[] = [
  ['name', 'Network', 'text', 'Name'],
  ['network', 'Subnet', 'text', 'IPv4 subnet'],
  ['gateway', 'Gateway', 'other', 'IPv4 gateway'],
  ['network6', 'IPv6Subnet', 'other', 'IPv6 subnet'],
  ['gateway6', 'IPv6Gateway', 'other', 'IPv6 gateway'],
  ['mac_prefix', 'MacPrefix', 'other', 'MAC address prefix'],
  ['free_count', 'FreeCount', 'number', 'Number of available addresses'],
  ['map', 'Map', 'text', 'Actual mapping'],
  ['reserved_count', 'ReservedCount', 'number', 'Number of reserved addresses'],
  ['group_list', 'GroupList', 'other', 'List of nodegroups (group name, NIC mode, NIC link)'],
  ['group_cnt', 'NodeGroups', 'number', 'Number of nodegroups'],
  ['inst_list', 'InstanceList', 'other', 'List of instances'],
  ['inst_cnt', 'Instances', 'number', 'Number of instances'],
  ['external_reservations', 'ExternalReservations', 'text', 'External reservations'],
]

/** The resource `network` (Ganeti src/Ganeti/Query/Network.hs): no simulated cluster has any. */
export function networkResource(): Resource {
  return resource<TaggedObject, undefined>({
    fields: networkFields(),
    nameField: 'name',
    context: () => undefined,
    all: () => [],
    named: names => lookUpAll('Network', names, new Map(), new Map()),
  })
}

const networkFields = fieldsOnce<TaggedObject, undefined>(table => {
  for (const [name, title, kind, doc] of FIELDS) table.config(name, title, kind, doc, unavailable)
  addCommonFields(table, 'Network')
})
