import { exhaustive } from '../../../src/cluster/exhaustive.ts'
import type { JsonObject } from '../../../src/cluster/json.ts'
import { allJobs, listOf, submit, untilQuiet } from '../jobs.ts'
import type { World } from '../world.ts'
import type { Cast, Step } from './draw-steps.ts'

/** A step, and what was seen when it was over: lines that are the same in all worlds, or the worlds differ. */
export interface Scene {
  readonly step: string
  readonly lines: readonly string[]
}

/** Plays steps in a world, and tells what was seen. Throws where a step cannot be made at all. */
export async function tell(
  steps: readonly Step[],
  world: World,
  { instances }: Cast,
): Promise<readonly Scene[]> {
  await world.settled()
  const scenes: Scene[] = []
  let newest = (await allJobs(world)).at(-1)?.id ?? 0
  for (const step of steps) {
    const told = await make(step, world)
    await untilQuiet(world)
    const jobs = (await allJobs(world)).filter(({ id }) => id > newest)
    newest = jobs.at(-1)?.id ?? newest
    // How many tags share a job depends on how fast luxid is.
    const others = jobs.filter(({ summary }) => !summary.every(text => text.startsWith('TAGS_')))
    // Of what a run has begun the worlds tell other things; its job tells the rest.
    const isAtWork = (line: string) =>
      others.some(({ summary }) => summary.join().includes(`(${line.split(':')[0]})`))
    const ends = others.map(({ summary, status }) => `${summary.join(' ')}: ${status}`)
    // Of jobs that go on beside each other it is chance which one is submitted first.
    scenes.push({
      step: Object.values(step).join(' '),
      lines: [...told.filter(line => !isAtWork(line)), ...ends.sort(), ...(await seen(world, instances))],
    })
  }
  return scenes
}

async function seen(world: World, instances: readonly string[]): Promise<readonly string[]> {
  const fields = ['name', 'status', 'pnode', 'snodes', 'disk_template']
  const rows = await world.call('QueryInstances', [...instances], fields, false)
  const contents = await world.contents()
  return listOf(rows).map(row => {
    const [name, status, primary, secondaries, template] = listOf(row).map(cell =>
      Array.isArray(cell) ? cell.join(' ') : String(cell),
    )
    const data = template === 'diskless' ? 'no disks' : contents.get(name ?? '')
    return `${name}: ${status} on ${primary}/${secondaries}, ${data}`
  })
}

async function make(step: Step, world: World): Promise<readonly string[]> {
  switch (step.kind) {
    case 'kill':
      await world.powerOff(step.node)
      return []
    case 'online':
      await world.bringBack(step.node)
      return []
    case 'mark offline':
      return await one(world, setNode(step.node, { offline: true }))
    case 'drain':
      return await one(world, setNode(step.node, { drained: true }))
    case 'undrain':
      return await one(world, setNode(step.node, { drained: false }))
    case 'crash':
      await world.crash(step.instance)
      return []
    case 'stop':
      return await one(world, { OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: step.instance })
    case 'start':
      return await one(world, { OP_ID: 'OP_INSTANCE_STARTUP', instance_name: step.instance })
    case 'os creation':
      await world.letOsCreationFail(step.fails)
      return []
    case 'tag':
      return await one(world, tags('OP_TAGS_SET', step))
    case 'untag':
      return await one(world, tags('OP_TAGS_DEL', step))
    case 'harep': {
      const { exitCode, reasons } = await (await world.harep()).ended()
      return [`exit code ${exitCode}`, ...[...reasons].map(([name, code]) => `${name}: ${code}`).sort()]
    }
    default:
      return exhaustive(step)
  }
}

async function one(world: World, opcode: JsonObject): Promise<readonly string[]> {
  await submit(world, [opcode])
  return []
}

function setNode(node: string, flags: JsonObject): JsonObject {
  return { OP_ID: 'OP_NODE_SET_PARAMS', node_name: node, force: true, auto_promote: true, ...flags }
}

function tags(opId: string, { instance, tag }: Step & { kind: 'tag' | 'untag' }): JsonObject {
  return { OP_ID: opId, kind: 'instance', name: instance, tags: [tag] }
}
