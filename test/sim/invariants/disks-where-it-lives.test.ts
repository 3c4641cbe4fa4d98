import { expect, test } from 'vitest'
import { disksWhereItLives } from '../../../sim/invariants/disks-where-it-lives.ts'
import { ByHand, REPLACE, web } from './by-hand.ts'

/** web gets a new secondary; at the moment at which its job ends the copy on a node is removed. */
function said(removedFrom: string, happens = false): readonly string[] {
  const stage = new ByHand(disksWhereItLives, [web()])
  stage.cluster.powerOff('node3')
  stage.cluster.setNodeOffline('node3', true)
  stage.observers.unshift({
    jobWritten: ({ status }) => {
      if (status !== 'success') return
      const { volumes } = stage.node(removedFrom).hardware
      for (const { uuid } of stage.instance('web').disks) volumes.delete(uuid)
      if (happens) stage.happened('break-storage')
    },
  })
  stage.pass(1)
  stage.repair('fix-storage', 'web', REPLACE)
  stage.pass(600)
  return stage.found
}

test('a repair that ended well and took the copy of the primary node away is found', () => {
  expect(said('node2')).toEqual(['job 1, fix-storage of web, has ended well, and disk 0 is not on node2'])
})

test('nothing is said of a copy elsewhere, nor where something else has happened', () => {
  expect(said('node3')).toEqual([])
  expect(said('node2', true)).toEqual([])
})
