import { expect, test } from 'vitest'
import type { Instance } from '../../../src/cluster/instance.ts'
import { memoryOfRecord } from '../../../src/planner/healing/memory-of-record.ts'
import { anInstance, aSnapshot } from '../../builders/cluster.ts'
import { aRoomyNode } from '../../builders/plan.ts'

const figures = { memoryTotalMiB: 10000, memoryOfNodeMiB: 1000, memoryFreeMiB: 8500 }

function ofRecord(instances: readonly Partial<Instance>[], free = figures, defaultHypervisor = 'xen-pvm') {
  const nodes = [aRoomyNode('n1', {}, free), aRoomyNode('n2', { offline: true })]
  const all = instances.map((but, index) => anInstance({ name: `i${index}`, ...but }))
  return memoryOfRecord(aSnapshot({ nodes, instances: all, defaultHypervisor }))
}

test.each<[string, readonly Partial<Instance>[], number]>([
  ['an empty node: what it reports, which is less than what it should have', [], 8500],
  ['what should run there is taken off', [{}, {}], 10000 - 1000 - 2048],
  [
    'what does not run yet will take of what is free',
    [{ status: 'ERROR_down', memoryMiB: 4096 }],
    8500 - 4096,
  ],
  ['what is marked down takes nothing', [{ adminState: 'down', status: 'ADMIN_down' }], 8500],
  ['what is forthcoming takes nothing', [{ forthcoming: true }], 8500],
  ['what has its second copy there takes nothing', [{ primary: 'n2', secondary: 'n1' }], 8500],
])('%s', (_, instances, expected) => {
  expect(ofRecord(instances)('n1')).toBe(expected)
})

test('on kvm a node needs 4 GiB itself, whatever it says: what it says has the guests in it', () => {
  const kvm = { ...figures, memoryOfNodeMiB: 9000, memoryFreeMiB: 9999 }
  expect(ofRecord([{}], kvm, 'kvm')('n1')).toBe(10000 - 4096 - 1024)
})

test('a node that gives no figures has none', () => {
  expect(ofRecord([])('n2')).toBeUndefined()
})
