import { expect, test } from 'vitest'
import { isJsonArray } from '../../../src/cluster/json.ts'
import { readMarks } from '../../../src/run/repair-mark.ts'
import { World } from '../world.ts'
import { clusterOfOneSlot, occupyQueue, pass, repairJobs, WEB1 } from './forgotten.ts'

/*
 * A run has lost luxid's answer to the tags that it asked for, and asks for others, which come too late: it cancels its repair. The first ones
 * were written meanwhile; what harep had cancelled itself counted as cancelled by a person, and was never repaired.
 */

/** The id of the repair that a job carries out. */
function repairOf(world: World, job: number): string {
  let id: string | undefined
  world.cluster.handle({ method: 'QueryJobs', args: [[job], ['ops']] }, ({ result }) => {
    const [row] = isJsonArray(result) ? result : []
    const [opcodes] = row !== undefined && isJsonArray(row) ? row : []
    const [opcode] = opcodes !== undefined && isJsonArray(opcodes) ? opcodes : []
    if (opcode !== undefined) id = readMarks(opcode).repair?.id
  })
  pass(world, 0.1)
  if (id === undefined) throw new Error(`job ${job} is no repair of ours`)
  return id
}

test('it is repaired by the next run', () => {
  const world = new World(clusterOfOneSlot(5, [WEB1]))
  world.kill('node2')
  occupyQueue(world, 300)
  const run = world.start()
  while (repairJobs(world).length === 0) pass(world, 0.01)
  expect(repairJobs(world)).toEqual(['2 queued'])
  const seconds = Math.floor(world.kernel.nowUs / 1_000_000)
  world.cluster.setTags('instance', 'web1', [
    `ganeti:watcher:autorepair:pending:failover:${repairOf(world, 2)}:${seconds - 1}:2`,
  ])
  world.finish(run)
  expect(repairJobs(world)).toEqual(['2 canceled'])
  pass(world, 400)
  world.cron(4)
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
})
