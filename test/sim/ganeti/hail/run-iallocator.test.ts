import { expect, test } from 'vitest'
import type { ClusterDefinition } from '../../../../sim/ganeti/cluster-definition.ts'
import { runEvacuationIallocator } from '../../../../sim/ganeti/hail/run-iallocator.ts'
import { buildState } from '../../../../sim/ganeti/state/build-state.ts'
import { DEFAULT_TIMING } from '../../../../sim/ganeti/timing.ts'
import { createKernel } from '../../../../sim/kernel/virtual-kernel.ts'
import type { JsonValue } from '../../../../src/cluster/json.ts'
import { LOCAL, MIRRORED, smallCluster } from '../small-cluster.ts'

function evacuate(definition: ClusterDefinition, names: readonly string[]): JsonValue {
  const state = buildState(createKernel({ startUs: 0, seed: 1 }), definition)
  const run = runEvacuationIallocator({ state, timing: DEFAULT_TIMING }, 'hail', names, 'primary-only', false)
  let step = run.next()
  while (step.done !== true) step = run.next()
  return step.value
}

test('an evacuation gets who moves where, who stays and why, and the jobs', () => {
  const definition = smallCluster(MIRRORED, LOCAL)
  expect(evacuate(definition, [MIRRORED.name, LOCAL.name])).toEqual([
    [['web1.example.com', 'default', ['node3', 'node2']]],
    [['db1.example.com', 'Instances of type plain cannot be relocated']],
    [
      [
        {
          OP_ID: 'OP_INSTANCE_MIGRATE',
          instance_name: 'web1.example.com',
          allow_runtime_changes: false,
          ignore_ipolicy: false,
          cleanup: false,
          allow_failover: true,
          ignore_hvversions: true,
        },
      ],
    ],
  ])
})

test('no request is answered while a node is dead without being marked offline', () => {
  const definition = smallCluster(MIRRORED)
  const nodes = definition.nodes.map(node => (node.name === 'node5' ? { ...node, poweredOn: false } : node))
  expect(() => evacuate({ ...definition, nodes }, [MIRRORED.name])).toThrow("Can't get data for node node5")
})
