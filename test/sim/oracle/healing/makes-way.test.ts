import { expect, test } from 'vitest'
import { makesWay } from '../../../../sim/oracle/healing/makes-way.ts'
import type { JsonObject } from '../../../../src/cluster/json.ts'
import { ByHand, FAILOVER, web } from '../../invariants/by-hand.ts'

const MIGRATE = { OP_ID: 'OP_INSTANCE_MIGRATE' }

interface Story {
  /** What waits in the queue. */
  readonly waits: { readonly type: string; readonly opcode: typeof MIGRATE }
  /** What happens to node2, where web runs, before the run. */
  readonly fate: 'drained' | 'dead' | 'back'
  readonly tags: readonly string[]
  readonly exitCode: 0 | 1
  readonly isPartial: boolean
  readonly beside: (stage: ByHand) => void
}

/** A migration of web off node2, which is drained, waits in the queue; then node2 dies, and a run sees to everything. */
function found(but: Partial<Story> = {}): readonly string[] {
  const { waits = { type: 'migrate', opcode: MIGRATE }, fate = 'dead', exitCode = 0 } = but
  const { isPartial = false, beside = () => {} } = but
  const tags = but.tags ?? ['ganeti:watcher:autorepair:reinstall']
  const stage = new ByHand(makesWay, [web({ tags })])
  stage.hold()
  stage.cluster.setNodeDrained('node2', true)
  stage.tell('calmBegan')
  stage.repair(waits.type, 'web', waits.opcode)
  stage.pass(60)
  if (fate === 'dead') {
    stage.cluster.powerOff('node2')
    stage.cluster.setNodeOffline('node2', true)
  }
  if (fate === 'back') stage.cluster.setNodeDrained('node2', false)
  stage.tell('calmBegan')
  stage.pass(60)
  const summary = { kind: 'summary', decisions: [], dryRun: false, isPartial } as const
  stage.idleRun({ kind: 'returned', value: exitCode }, 10, [summary], () => beside(stage))
  return stage.found
}

test('a repair that waits while another one is due is found', () => {
  expect(found()).toEqual([
    'run 1 leaves job 1, migrate MIGRATE of web, in the way, where the model would do failover FAILOVER',
  ])
})

test('nothing is said of what is still due, or of what is not certain', () => {
  expect(found({ fate: 'drained' })).toEqual([])
  expect(found({ waits: { type: 'failover', opcode: FAILOVER } })).toEqual([])
  expect(found({ tags: ['ganeti:watcher:autorepair:migrate'] })).toEqual([])
  // Whether one that is no longer due may go on is another question.
  expect(found({ fate: 'back' })).toEqual([])
})

test('nor for a run that did not see to everything, or beside which something happened', () => {
  expect(found({ exitCode: 1 })).toEqual([])
  expect(found({ isPartial: true })).toEqual([])
  expect(found({ beside: stage => stage.happened('undrain') })).toEqual([])
  expect(found({ beside: stage => stage.lostJobs.add(1) })).toEqual([])
  expect(found({ beside: stage => stage.ask('CancelJob', 1, false) })).toEqual([])
})

/** web's repair is in its delay when node2, its primary, dies, and a run of ten seconds does not see to it. */
function foundInItsDelay(seconds: number, type: string, ...opcodes: JsonObject[]): readonly string[] {
  const stage = new ByHand(makesWay, [web({ tags: ['ganeti:watcher:autorepair:reinstall'] })])
  stage.cluster.setNodeDrained('node2', true)
  const delay = { OP_ID: 'OP_TEST_DELAY', duration: seconds, on_master: false, on_nodes: [] }
  // Somebody has the lock that the repair then waits for.
  stage.submit({ ...delay, duration: 3_600, on_nodes: ['node3'], reason: [] })
  stage.repair(type, 'web', delay, ...opcodes)
  stage.pass(60)
  stage.cluster.powerOff('node2')
  stage.cluster.setNodeOffline('node2', true)
  stage.tell('calmBegan')
  stage.pass(60)
  stage.idleRun({ kind: 'returned', value: 0 }, 10, [
    { kind: 'summary', decisions: [], dryRun: false, isPartial: false },
  ])
  return stage.found
}

test('what runs its delay is left alone by design, since luxid cancels it at its end only, but where data is at stake', () => {
  expect(foundInItsDelay(600, 'migrate', MIGRATE)).toEqual([])
  expect(
    foundInItsDelay(600, 'reinstall', { OP_ID: 'OP_INSTANCE_RECREATE_DISKS', disks: [], nodes: [] }),
  ).toEqual([
    'run 1 leaves job 2, reinstall RECREATE_DISKS of web, in the way, where the model would do failover FAILOVER',
  ])
})

test('a repair is found whose delay was over before the run began, and not where it ended meanwhile', () => {
  expect(foundInItsDelay(90, 'migrate', MIGRATE)).toEqual([
    'run 1 leaves job 2, migrate MIGRATE of web, in the way, where the model would do failover FAILOVER',
  ])
  expect(foundInItsDelay(125, 'migrate', MIGRATE)).toEqual([])
})

test('nor of a repair that has begun', () => {
  const stage = new ByHand(makesWay, [web()])
  stage.cluster.setNodeDrained('node2', true)
  stage.tell('calmBegan')
  stage.repair('migrate', 'web', { ...MIGRATE, allow_failover: false })
  stage.idleRun()
  expect(stage.found).toEqual([])
})
