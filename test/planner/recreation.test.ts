import { describe, expect, test } from 'vitest'
import { ADMIN_STATES } from '../../src/cluster/instance.ts'
import { recreationOpcodes } from '../../src/planner/recreation.ts'

const idsOf = (adminState: Parameters<typeof recreationOpcodes>[2]) =>
  recreationOpcodes('i1', ['n3', 'n4'], adminState).map(({ OP_ID }) => OP_ID)

describe('recreationOpcodes', () => {
  test.each(['down', 'offline', undefined] as const)(
    'of an instance that is %s: disks and system',
    adminState => {
      expect(idsOf(adminState)).toStrictEqual(['OP_INSTANCE_RECREATE_DISKS', 'OP_INSTANCE_REINSTALL'])
    },
  )

  // INSTANCE_REINSTALL insists on an instance that is marked down and that has its disks.
  test('of an instance that is up: it is down before the system is installed, and started at the end', () => {
    const ids = idsOf('up')
    expect(ids.toSorted()).toStrictEqual([
      'OP_INSTANCE_RECREATE_DISKS',
      'OP_INSTANCE_REINSTALL',
      'OP_INSTANCE_SHUTDOWN',
      'OP_INSTANCE_STARTUP',
    ])
    expect(ids.slice(2)).toStrictEqual(['OP_INSTANCE_REINSTALL', 'OP_INSTANCE_STARTUP'])
  })

  test.each(ADMIN_STATES)('all is done to that instance, on those nodes (%s)', adminState => {
    const opcodes = recreationOpcodes('i1', ['n3', 'n4'], adminState)
    expect(opcodes.every(opcode => opcode['instance_name'] === 'i1')).toBe(true)
    const recreation = opcodes.find(({ OP_ID }) => OP_ID === 'OP_INSTANCE_RECREATE_DISKS')
    expect(recreation).toMatchObject({ nodes: ['n3', 'n4'] })
    expect(recreation).not.toHaveProperty('iallocator')
  })
})
