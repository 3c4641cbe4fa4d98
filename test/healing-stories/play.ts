import { exhaustive } from '../../src/cluster/exhaustive.ts'
import type { JsonObject } from '../../src/cluster/json.ts'
import { allJobs, expectSuccess, listOf, submit, until, untilQuiet, untilStage } from './jobs.ts'
import { endOf, type SeenEnd } from './seen-end.ts'
import type { Step, Story } from './story.ts'
import type { HarepEnd, World } from './world.ts'

/** How a story went in one world. */
export interface Telling {
  /** By the names of the instances that the story is about. */
  readonly ends: Readonly<Record<string, SeenEnd>>
  /** Those of the failures the story is about that happened. */
  readonly failures: readonly string[]
  /** All that harep's runs wrote, and which jobs failed and why: for whoever wonders about an end. */
  readonly log: string
}

/** Plays a story in a world. Throws where a step cannot be made at all: the story is wrong, or the world is broken. */
export async function play(story: Story, world: World): Promise<Telling> {
  const runs: HarepEnd[] = []
  const before = (await allJobs(world)).map(({ id }) => id)
  /** What was submitted by others than harep. */
  const others: number[] = []
  await world.settled()
  for (const step of story.steps) {
    const run = await make(step, world, others)
    if (run !== undefined) runs.push(run)
  }
  const jobs = (await allJobs(world)).filter(({ id }) => !before.includes(id))
  const log = [
    ...runs.map(({ exitCode, told }) => `${told}\nexit code ${exitCode}\n`),
    ...jobs.map(
      ({ id, status, summary, results }) =>
        `job ${id}: ${summary.join(', ')}: ${status}${status === 'success' ? '' : ` ${JSON.stringify(results)}`}`,
    ),
  ].join('\n')
  const ofHarep = jobs.filter(({ id }) => !others.includes(id))
  const last = runs.at(-1)
  if (last === undefined) throw new Error(`harep never runs in the story ${story.name}`)
  const ends = await Promise.all(
    Object.entries(story.ends).map(
      async ([name, end]) => [name, await endOf({ name, end, world, jobs: ofHarep, lastRun: last })] as const,
    ),
  )
  const results = JSON.stringify(jobs.map(job => job.results))
  const failures = story.failures.filter(failure => results.includes(failure))
  return { ends: Object.fromEntries(ends), failures, log }
}

async function make(step: Step, world: World, others: number[]): Promise<HarepEnd | undefined> {
  switch (step.kind) {
    case 'kill':
      await world.powerOff(step.node)
      return undefined
    case 'online':
      await world.bringBack(step.node)
      await untilQuiet(world)
      return undefined
    case 'crash':
      await world.crash(step.instance)
      return undefined
    case 'os creation':
      await world.letOsCreationFail(step.fails)
      return undefined
    case 'jobs':
      others.push(...(await done(step.jobs, world)))
      return undefined
    case 'forget':
      others.push(
        ...(await done(await Promise.all(step.instances.map(name => forgetting(name, world))), world)),
      )
      return undefined
    case 'busy':
      others.push(await submit(world, [busy(step)]))
      return undefined
    case 'harep':
      return await ended(world, (await world.harep()).ended())
    case 'harep under watch':
      return await watched(step, world)
    case 'harep interrupted': {
      const run = await world.harep()
      await untilStage(world, step.stage)
      others.push(await submit(world, step.opcodes))
      return await ended(world, run.ended())
    }
    default:
      return exhaustive(step)
  }
}

/** Submits jobs, and gives their ids when they have succeeded. */
async function done(jobs: readonly (readonly JsonObject[])[], world: World): Promise<readonly number[]> {
  const ids: number[] = []
  for (const opcodes of jobs) ids.push(await submit(world, opcodes))
  await untilQuiet(world)
  await expectSuccess(world, ids)
  return ids
}

async function forgetting(name: string, world: World): Promise<readonly JsonObject[]> {
  const [row] = listOf(await world.call('QueryInstances', [name], ['tags'], false))
  const tags = listOf(listOf(row)[0] ?? null).filter(tag => /:autorepair:(pending|result):/.test(String(tag)))
  return [{ OP_ID: 'OP_TAGS_DEL', kind: 'instance', name, tags }]
}

async function ended(world: World, run: Promise<HarepEnd>): Promise<HarepEnd> {
  const end = await run
  await untilQuiet(world)
  return end
}

/** What ganeti-watcher does with one instance (lib/watcher/__init__.py:71-77,239-277), as often as one can look. */
async function watched(step: Step & { kind: 'harep under watch' }, world: World): Promise<HarepEnd> {
  const newestBefore = (await allJobs(world)).at(-1)?.id ?? 0
  const run = await world.harep()
  await until(world, async () => {
    const [row] = listOf(await world.call('QueryInstances', [step.instance], ['status'], false))
    if (listOf(row)[0] === 'ERROR_down') await submit(world, [startup(step.instance)])
    const jobs = (await allJobs(world)).filter(({ id }) => id > newestBefore)
    return jobs.some(
      ({ status, opcodes }) =>
        (status === 'success' || status === 'error') &&
        opcodes.some(({ OP_ID }) => OP_ID === 'OP_INSTANCE_REINSTALL'),
    )
  })
  return await ended(world, run.ended())
}

/** A delay takes the locks of its nodes. */
function busy({ nodes, seconds }: Step & { kind: 'busy' }): JsonObject {
  return { OP_ID: 'OP_TEST_DELAY', duration: seconds, on_master: false, on_nodes: nodes }
}

function startup(instance: string): JsonObject {
  return { OP_ID: 'OP_INSTANCE_STARTUP', instance_name: instance }
}
