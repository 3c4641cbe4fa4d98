import type { ClusterState } from '../state/cluster-state.ts'
import type { InstanceState } from '../state/objects.ts'
import { normal } from './cell.ts'
import type { FieldTable } from './field.ts'
import { ordinal, unavailable } from './indexed-field.ts'

/** Ganeti's limit on network interfaces per instance. */
const NICS_MAX = 8

/** Fields of one interface: the middle of the field's name, of its title, and what its documentation calls it. */
const NIC_FIELDS: readonly (readonly [name: string, title: string, doc: string])[] = [
  ['ip', 'IP', 'IP address'],
  ['uuid', 'UUID', 'UUID address'],
  ['mac', 'MAC', 'MAC address'],
  ['name', 'Name', 'Name address'],
  ['network', 'Network', 'Network'],
  ['mode', 'Mode', 'Mode'],
  ['link', 'Link', 'Link'],
  ['vlan', 'VLAN', 'VLAN'],
  ['network.name', 'NetworkName', 'Network name'],
  ['bridge', 'Bridge', 'Bridge'],
]

/** Fields with a list of all interfaces' values. */
const NIC_LISTS: readonly (readonly [name: string, title: string, doc: string])[] = [
  ['macs', 'NIC_MACs', "each network interface's MAC address"],
  ['ips', 'NIC_IPs', "each network interface's IP address"],
  ['names', 'NIC_Names', "each network interface's name"],
  ['uuids', 'NIC_UUIDs', "each network interface's UUID"],
  ['modes', 'NIC_modes', "each network interface's mode"],
  ['vlans', 'NIC_VLANs', "each network interface's VLAN"],
  ['bridges', 'NIC_bridges', "each network interface's bridge"],
  ['links', 'NIC_links', "each network interface's link"],
  ['networks', 'NIC_networks', "each interface's network"],
  ['networks.names', 'NIC_networks_names', "the name of each interface's network"],
]

/** Other names of the first interface's fields. */
const NIC_ALIASES: readonly (readonly [name: string, of: string])[] = [
  ['ip', 'nic.ip/0'],
  ['mac', 'nic.mac/0'],
  ['bridge', 'nic.bridge/0'],
  ['nic_mode', 'nic.mode/0'],
  ['nic_link', 'nic.link/0'],
  ['nic_network', 'nic.network/0'],
]

/** Simulated instances have no network interfaces: nothing that harep does depends on one. */
export function addNicFields(table: FieldTable<InstanceState, ClusterState>): void {
  table.config('nic.count', 'NICs', 'number', 'Number of network interfaces', () => normal(0))
  for (const [name, title, doc] of NIC_LISTS) {
    table.config(`nic.${name}`, title, 'other', `List containing ${doc}`, () => normal([]))
  }
  for (let index = 0; index < NICS_MAX; index += 1) {
    for (const [name, title, doc] of NIC_FIELDS) {
      const ofWhich = `${doc} of ${ordinal(index)} network interface`
      table.config(`nic.${name}/${index}`, `Nic${title}/${index}`, 'text', ofWhich, unavailable)
    }
  }
  for (const [name, of] of NIC_ALIASES) table.alias(name, of)
}
