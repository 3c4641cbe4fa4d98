import { listOf } from './jobs.ts'
import type { End } from './story.ts'
import type { HarepEnd, World } from './world.ts'

/** How an instance was seen to end, in the words of how it should: where all is as it should be they are equal. */
export interface SeenEnd {
  readonly status: string
  /** Where it should be; but if it is not, where it is. */
  readonly on: readonly string[]
  readonly data: End['data'] | undefined
  readonly stopped: readonly string[] | false | undefined
  readonly reason: string | undefined
}

/** Repairs that stop an instance, or begin with it stopped. */
const STOPPING = /^INSTANCE_(SHUTDOWN|FAILOVER|MOVE|REBOOT|RECREATE_DISKS|REINSTALL|STARTUP)\((.*)\)$/

/** Looks at an instance when a story is over. */
export async function endOf(story: {
  readonly name: string
  readonly end: End
  readonly world: World
  readonly jobs: readonly { readonly summary: readonly string[] }[]
  readonly lastRun: HarepEnd
}): Promise<SeenEnd> {
  const { name, end, world, jobs, lastRun } = story
  const fields = ['status', 'pnode', 'snodes', 'disk_template']
  const [row] = listOf(await world.call('QueryInstances', [name], fields, false))
  const [status, primary, secondaries, diskTemplate] = listOf(row)
  const nodes = [String(primary), ...listOf(secondaries).map(String)]
  const isWhereItShould = nodes.every(node => end.on.includes(node))
  const stops = jobs.flatMap(({ summary }) => summary.filter(text => STOPPING.exec(text)?.[2] === name))
  return {
    status: String(status),
    on: isWhereItShould ? end.on : nodes,
    data: diskTemplate === 'diskless' ? 'kept' : (await world.contents()).get(name),
    stopped: end.stopped === undefined || stops.length === 0 ? end.stopped : stops,
    reason: lastRun.reasons.get(name),
  }
}

/** What the story says, in the same words. */
export function expectedEnds(ends: Readonly<Record<string, End>>): Readonly<Record<string, SeenEnd>> {
  return Object.fromEntries(
    Object.entries(ends).map(([name, { status, on, data, stopped, reason }]) => [
      name,
      { status, on, data, stopped, reason },
    ]),
  )
}
