import type { JsonObject } from '../../../src/cluster/json.ts'
import type { HailInstance } from './hail-instance.ts'
import type { HailNode } from './hail-node.ts'
import type { Move } from './moves.ts'

/** The opcode that makes a move (Ganeti src/Ganeti/HTools/Cluster/Utils.hs:68-126), with the fields that hail writes. */
export function moveOpcode(nodes: readonly HailNode[], { name }: HailInstance, move: Move): JsonObject {
  switch (move.kind) {
    case 'failover':
      return migrate(name, {})
    case 'failover to any':
      return migrate(name, { target_node: nodes[move.to]?.name ?? '' })
    case 'replace secondary':
      return {
        OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
        instance_name: name,
        early_release: false,
        ignore_ipolicy: false,
        mode: 'replace_new_secondary',
        disks: [],
        remote_node: nodes[move.to]?.name ?? '',
      }
  }
}

function migrate(name: string, target: JsonObject): JsonObject {
  return {
    OP_ID: 'OP_INSTANCE_MIGRATE',
    instance_name: name,
    ...target,
    allow_runtime_changes: false,
    ignore_ipolicy: false,
    cleanup: false,
    allow_failover: true,
    ignore_hvversions: true,
  }
}
