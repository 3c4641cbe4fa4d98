import { isJsonArray, type JsonValue } from '../cluster/json.ts'
import type { Opcode } from '../cluster/opcode.ts'
import { printable } from './printable.ts'

/**
 * An opcode in a few words: its name without OP_, the instance, and where it names nodes, these; the rest is what every
 * such opcode has. Where an iallocator is to choose, it is named.
 */
export function opcodeText(opcode: Opcode): string {
  const name = opcode.OP_ID.replace(/^OP_/, '')
  const instance = opcode['instance_name']
  const of = typeof instance === 'string' ? ` ${instance}` : ''
  return printable(`${name}${of}${placeText(opcode)}`)
}

/** A job's opcodes, in their order. */
export function jobText(opcodes: readonly Opcode[]): string {
  return opcodes.map(opcodeText).join(', ')
}

/** Where a job will put the instance, as far as its opcodes say: `on node3, node4`, `on a node of hail's choice`. */
export function jobPlaceText(opcodes: readonly Opcode[]): string {
  return printable(opcodes.map(placeText).find(text => text !== '') ?? '')
}

function placeText(opcode: Opcode): string {
  const { nodes, remote_node: remote, target_node: target, iallocator } = opcode
  const named = [...strings(nodes), ...strings(remote), ...strings(target)]
  if (named.length > 0) return ` on ${named.join(', ')}`
  return typeof iallocator === 'string' ? ` on a node of ${iallocator}'s choice` : ''
}

function strings(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return isJsonArray(value) ? value.filter(each => typeof each === 'string') : []
}
