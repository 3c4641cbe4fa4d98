import { describe, expect, test } from 'vitest'
import { lockedByCopies } from '../../../src/planner/healing/locked-by-copies.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import { anInstance } from '../../builders/cluster.ts'
import { aJob, anOpcode, aPlanInput, aRoomyNode } from '../../builders/plan.ts'

const instances = [anInstance({ name: 'i1', primary: 'n1', secondary: 'n3' })]
const { snapshot } = aPlanInput({ instances, nodes: [aRoomyNode('n5', { offline: true })] })

function copying(...[name, status, but]: Parameters<typeof anOpcode>): QueuedJob {
  return aJob('1', {
    status,
    opcodes: [anOpcode(name, status, { instances: ['i1'], nodes: ['n3'], ...but })],
  })
}

const locked = (job: QueuedJob) => lockedByCopies([job], snapshot).toSorted()

describe('the nodes that copies keep locked', () => {
  test('are the two of a new second copy, and that of the old one as far as it is known', () => {
    expect(locked(copying('REPLACE_DISKS', 'running'))).toEqual(['n1', 'n3'])
    expect(locked({ ...copying('REPLACE_DISKS', 'running'), from: ['n1', 'n2'] })).toEqual(['n1', 'n2', 'n3'])
    expect(locked(copying('REPLACE_DISKS', 'running', { instances: ['i9'] }))).toEqual(['n3'])
  })

  test('are that which an instance is moved to', () => {
    expect(locked(copying('MOVE', 'running'))).toEqual(['n3'])
  })

  test.each<[string, QueuedJob]>([
    ['one that was asked to free them early', copying('REPLACE_DISKS', 'running', { releasesEarly: true })],
    ['one off a node that is offline', { ...copying('REPLACE_DISKS', 'running'), from: ['n1', 'n5'] }],
    ['one that waits', copying('REPLACE_DISKS', 'waiting')],
    ['one that is over', copying('MOVE', 'success')],
    ['what copies nothing', copying('FAILOVER', 'running')],
  ])('are none of %s', (_, job) => {
    expect(locked(job)).toEqual([])
  })

  test('are each told once', () => {
    expect(lockedByCopies([copying('MOVE', 'running'), copying('MOVE', 'running')], snapshot)).toEqual(['n3'])
  })
})
