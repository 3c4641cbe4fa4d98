import { expect, test } from 'vitest'
import { wholeReCreation } from '../../../sim/invariants/whole-re-creation.ts'
import { ByHand, web } from './by-hand.ts'

const recreation = { OP_ID: 'OP_INSTANCE_RECREATE_DISKS', disks: [], nodes: ['node3', 'node4'] }
const [shutdown, reinstall, startup] = ['SHUTDOWN', 'REINSTALL', 'STARTUP'].map(name => ({
  OP_ID: `OP_INSTANCE_${name}`,
}))

test('a part of a re-creation is found, and a whole one is none', () => {
  const stage = new ByHand(wholeReCreation, [web()])
  stage.hold()
  const repair = (...opcodes: (typeof shutdown)[]) =>
    stage.repair('reinstall', 'web', ...opcodes.flatMap(opcode => opcode ?? []))
  repair(recreation, reinstall)
  repair(shutdown, recreation, reinstall, startup)
  expect(stage.found).toEqual([])
  repair(shutdown, recreation, reinstall)
  repair(recreation, startup)
  expect(stage.found).toEqual([
    'job 3 makes the disks of web anew by SHUTDOWN RECREATE_DISKS REINSTALL',
    'job 4 makes the disks of web anew by RECREATE_DISKS STARTUP',
  ])
})
