import { describe, expect, test } from 'vitest'
import { fromRows } from '../../../sim/import/from-rows.ts'
import { ImportError } from '../../../sim/import/import-error.ts'
import { toDefinition } from '../../../sim/import/to-definition.ts'
import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'

const INFO: JsonObject = {
  name: 'cluster',
  uuid: 'c',
  tags: ['a'],
  default_hypervisor: 'kvm',
  max_running_jobs: 20,
  candidate_pool_size: 10,
  enabled_disk_templates: ['plain', 'drbd'],
  ipolicy: { 'disk-templates': ['drbd'] },
  default_iallocator: 'hail',
  default_iallocator_params: { 'no-capacity-checks': null },
  enabled_user_shutdown: true,
  something_new: 1,
}
const GROUP: JsonObject = { name: 'default', uuid: 'g', alloc_policy: 'last_resort', tags: [] }
const NODE: JsonObject = {
  name: 'node1',
  uuid: 'n',
  'group.uuid': 'g',
  offline: false,
  drained: true,
  vm_capable: false,
  role: 'D',
  mtotal: 4_096,
  mnode: 512,
  mfree: 3_456,
  dtotal: null,
  dfree: null,
  ctotal: 4,
  tags: [],
}
const INSTANCE: JsonObject = {
  name: 'i',
  uuid: 'u',
  admin_state: 'up',
  os: 'debian',
  pnode: 'node1',
  snodes: [],
  disk_template: 'plain',
  'disk.sizes': [100, 200],
  beparams: { maxmem: 256, minmem: 128, vcpus: 2, auto_balance: true, spindle_use: 1 },
  status: 'ERROR_down',
  tags: ['t'],
}

function imported(parts: Partial<Record<'info' | 'groups' | 'nodes' | 'instances', JsonValue>> = {}) {
  return toDefinition(
    fromRows({ info: INFO, groups: [GROUP], nodes: [NODE], instances: [INSTANCE], ...parts }, 'dump'),
  )
}

test('the answers of RAPI', () => {
  expect(imported()).toEqual({
    cluster: {
      name: 'cluster',
      uuid: 'c',
      hypervisor: 'kvm',
      maxRunningJobs: 20,
      candidatePoolSize: 10,
      diskTemplates: ['plain', 'drbd'],
      policyDiskTemplates: ['drbd'],
      defaultIallocator: 'hail',
      noCapacityChecks: true,
      enabledUserShutdown: true,
      tags: ['a'],
    },
    groups: [{ name: 'default', uuid: 'g', allocPolicy: 'last_resort' }],
    nodes: [
      {
        name: 'node1',
        uuid: 'n',
        group: 'default',
        memoryMiB: 4_096,
        reservedMemoryMiB: 512,
        diskMiB: 0,
        cpus: 4,
        unaccountedMemoryMiB: 128,
        unaccountedDiskMiB: -300,
        drained: true,
        vmCapable: false,
      },
    ],
    instances: [
      {
        name: 'i',
        uuid: 'u',
        diskTemplate: 'plain',
        primary: 'node1',
        disksMiB: [100, 200],
        memoryMiB: 256,
        minMemoryMiB: 128,
        vcpus: 2,
        running: false,
        os: 'debian',
        tags: ['t'],
      },
    ],
  })
})

describe('what is wrong is told with its place', () => {
  test.each<[string, Parameters<typeof imported>[0], string]>([
    ['no list', { nodes: null }, 'dump: in nodes: Invalid type'],
    [
      'a field of another type',
      { nodes: [{ ...NODE, drained: 1 }] },
      'dump: in nodes at 0.drained: Invalid type',
    ],
    [
      'an unknown template',
      { instances: [{ ...INSTANCE, disk_template: 'x' }] },
      'in instances at 0.disk_template',
    ],
    [
      'mixed templates',
      { instances: [{ ...INSTANCE, disk_template: 'mixed' }] },
      'instance i has disks of different',
    ],
    [
      'another cluster’s groups',
      { groups: [] },
      'dump: node node1 is of a group that is not among the groups',
    ],
  ])('%s', (_, parts, message) => {
    const reading = () => imported(parts)
    expect(reading).toThrow(ImportError)
    expect(reading).toThrow(message)
  })
})
