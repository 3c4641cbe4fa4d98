import { describe, expect, test } from 'vitest'
import type { InstanceDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { ALLOW, clusterOf, drbd, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

/*
 * A disk takes hours to copy, and what Ganeti has locked meanwhile kept down what only was to be failed over: a second copy waited with its nodes
 * locked, one whose node hail was to choose with all of the group, and one failover that waited for its node with that which all others had to leave, too.
 */

/** A copy of so much takes longer than all that is looked at here. */
const LARGE = { disksMiB: [1_000_000], memoryMiB: 64 }

function stageOf(instances: readonly InstanceDefinition[]): Stage {
  const nodes = Array.from({ length: 7 }, (_, index) => ({ name: `node${index + 1}`, diskMiB: 50_000_000 }))
  return new Stage(clusterOf(7, instances, { nodes }))
}

function ends(stage: Stage, ...names: string[]): readonly string[] {
  return names.map(name => `${stage.instance(name).status} on ${stage.instance(name).primary}`)
}

/** What copies disks, by its status. */
function copies(stage: Stage): readonly string[] {
  return stage.cluster
    .snapshot()
    .jobs.filter(({ summary }) => summary.some(text => /REPLACE_DISKS|MOVE/.test(text)))
    .map(({ status }) => status)
}

describe('a node dies that has the second copies of some instances and runs others', () => {
  const copied = ['a1', 'a2', 'a3'].map((name, index) =>
    drbd(name, [`node${index + 3}`, 'node2'], 'failover', LARGE),
  )
  const down = ['b1', 'b2', 'b3'].map((name, index) =>
    drbd(name, ['node2', `node${index + 3}`], 'failover', LARGE),
  )

  test('new second copies are begun first, several at once, and what is down is failed over at once', () => {
    const stage = stageOf([...copied, ...down])
    // Their disks are being copied before the others are allowed anything.
    for (const { name } of down) stage.cluster.setTags('instance', name, [])
    stage.kill('node2')
    stage.harep()
    stage.pass(60)
    expect(copies(stage)).toEqual(['running', 'running', 'running'])
    for (const { name } of down) stage.cluster.setTags('instance', name, [`${ALLOW}failover`])
    stage.harep()
    stage.pass(60)
    expect(ends(stage, 'b1', 'b2', 'b3')).toEqual([
      'running on node3',
      'running on node4',
      'running on node5',
    ])
    expect(copies(stage)).toContain('running')
  })

  test('so is what another node takes with it that dies while they are made', () => {
    const others = ['c1', 'c2'].map(name => drbd(name, ['node6', 'node7'], 'failover', LARGE))
    const stage = stageOf([...copied, ...others])
    stage.kill('node2')
    stage.harep()
    stage.pass(60)
    stage.kill('node6')
    stage.harep()
    stage.pass(60)
    expect(ends(stage, 'c1', 'c2')).toEqual(['running on node7', 'running on node7'])
    expect(copies(stage)).toContain('running')
  })
})

describe('a node is drained that has the second copies of some instances', () => {
  const copied = ['a1', 'a2', 'a3'].map(name => drbd(name, ['node3', 'node2'], 'failover', LARGE))
  const behind = drbd('b1', ['node6', 'node3'], 'failover', LARGE)
  const others = ['b2', 'b3'].map(name => drbd(name, ['node6', 'node7'], 'failover', LARGE))

  function copying(): Stage {
    const stage = stageOf([...copied, behind, ...others])
    stage.cluster.setNodeDrained('node2', true)
    stage.harep()
    stage.pass(60)
    return stage
  }

  test('their old copies are kept, and one at a time is made anew: it keeps its nodes locked', () => {
    expect(copies(copying())).toEqual(['running', 'queued', 'queued'])
  })

  test('of what then dies only that waits which needs one of these nodes, and it keeps back no other', () => {
    const stage = copying()
    stage.kill('node6')
    stage.harep()
    stage.pass(60)
    expect(ends(stage, 'b1', 'b2', 'b3')).toEqual([
      'ERROR_nodeoffline on node6',
      'running on node7',
      'running on node7',
    ])
    expect(copies(stage).slice(0, 3)).toEqual(['running', 'queued', 'queued'])
    // When the copy is done it is the first, before the next copy.
    stage.pass(24 * 3600)
    expect(ends(stage, 'b1')).toEqual(['running on node3'])
  })

  test('a new second copy that is begun beside a move keeps back nothing', () => {
    const moved = single('p1', 'plain', 'node2', 'failover', { ...LARGE, adminState: 'down' })
    const stage = stageOf([moved, drbd('a1', ['node4', 'node5'], 'failover', LARGE), ...others])
    stage.cluster.setNodeDrained('node2', true)
    stage.harep()
    stage.pass(60)
    stage.kill('node5')
    stage.harep()
    stage.pass(60)
    expect(copies(stage)).toEqual(['running', 'running'])
    stage.kill('node6')
    stage.harep()
    stage.pass(60)
    expect(ends(stage, 'b2', 'b3')).toEqual(['running on node7', 'running on node7'])
    expect(copies(stage).slice(0, 2)).toEqual(['running', 'running'])
  })
})
