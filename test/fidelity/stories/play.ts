import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { type Ended, runDebian } from '../../conformance/debian-tools.ts'
import { Normaliser } from '../../conformance/normaliser.ts'
import { luxiCall } from '../../ganeti/luxi-call.ts'
import { allJobs, latest, submit, submitAndWait, until, untilQuiet } from './jobs.ts'
import type { Step, Story } from './story.ts'
import type { World } from './world.ts'

/** What could be seen of a step: lines that are the same in all worlds, or the worlds differ. */
interface Scene {
  readonly step: string
  readonly lines: readonly string[]
}

/** A story as it went in one world. */
export interface Telling {
  readonly scenes: readonly Scene[]
  readonly seconds: number
}

/** Plays a story in a world. Throws where a step cannot be made at all: the story is wrong, or the world is broken. */
export async function play(story: Story, world: World): Promise<Telling> {
  return await Promise.race([tell(story, world), world.broken])
}

async function tell(story: Story, world: World): Promise<Telling> {
  const startMs = performance.now()
  const normaliser = new Normaliser('', Date.now())
  const before = await allJobs(world.socket)
  const firstId = (before.at(-1)?.id ?? 0) + 1
  const scenes: Scene[] = []
  const add = (step: string, lines: readonly string[], isOrdered: boolean) => {
    const nowMs = Date.now()
    const told = lines.map(line => withoutMachine(normaliser.text(line, nowMs)))
    scenes.push({ step, lines: isOrdered ? told : told.sort() })
  }
  add('the beginning', await everything(world, firstId), false)
  for (const step of story.steps) {
    // Tags are sorted by what is different in each world, so what was looked at is sorted again.
    add(JSON.stringify(step), await make(step, world, firstId), step.kind !== 'compare')
  }
  return { scenes, seconds: (performance.now() - startMs) / 1_000 }
}

/** Without how long libcurl took to find out that nobody listens, and without the place of a failed assertion in Python. */
function withoutMachine(line: string): string {
  return line
    .replaceAll(/\bafter \d+ ms\b/g, 'after <some> ms')
    .replaceAll(/(Internal assertion error: .*?; location:).*?(?="\])/g, '$1 <somewhere>')
}

async function make(step: Step, world: World, firstId: number): Promise<readonly string[]> {
  const { socket } = world
  switch (step.kind) {
    case 'kill':
      world.kill(step.node)
      return []
    case 'offline': {
      world.kill(step.node)
      const id = await submitAndWait(socket, [
        {
          OP_ID: 'OP_NODE_SET_PARAMS',
          node_name: step.node,
          force: true,
          offline: true,
          auto_promote: true,
        },
      ])
      return [`job ${id}`]
    }
    case 'online':
      await world.bringBack(step.node)
      return []
    case 'os creation':
      world.letOsCreationFail(step.fails)
      return []
    case 'harep':
      return endLines(await runDebian('harep', [`-L${socket}`, ...step.options]))
    case 'job': {
      const start = step.isAwaited ? submitAndWait : submit
      return [`job ${await start(socket, step.opcodes)}`]
    }
    case 'await status': {
      const { summary, status } = step
      await until(socket, `${summary} is ${status}`, jobs => latest(jobs, summary)?.status === status)
      return []
    }
    case 'cancel': {
      const job = latest(await allJobs(socket), step.summary)
      if (job === undefined) throw new Error(`there is no job ${step.summary}`)
      return [`job ${job.id}`, JSON.stringify(await luxiCall(socket, 'CancelJob', job.id, step.isKill))]
    }
    case 'remove tags': {
      const tags = (await tagsOf(socket, step.instance)).filter(tag => tag.startsWith(step.prefix))
      const id = await submitAndWait(socket, [
        { OP_ID: 'OP_TAGS_DEL', kind: 'instance', name: step.instance, tags },
      ])
      return [`job ${id}: ${tags.length} tags`]
    }
    case 'queue drained':
      return [JSON.stringify(await luxiCall(socket, 'SetDrainFlag', step.isDrained))]
    case 'compare':
      await untilQuiet(socket)
      return await everything(world, firstId)
  }
}

function endLines({ exitCode, stdout, stderr }: Ended): readonly string[] {
  const said = (where: string, text: string) =>
    text.split('\n').flatMap(line => (line === '' ? [] : [`${where}: ${line}`]))
  return [`exit code ${exitCode}`, ...said('stdout', stdout), ...said('stderr', stderr)]
}

const NODE_FIELDS = ['name', 'offline', 'drained', 'master_candidate', 'pinst_list', 'sinst_list']
const INSTANCE_FIELDS = [
  'name',
  'pnode',
  'snodes',
  'admin_state',
  'disks_active',
  'status',
  'oper_state',
  'disk_template',
]

/** Nodes, instances, their tags, and jobs from an id on, one in a line. */
async function everything({ socket }: World, firstId: number): Promise<readonly string[]> {
  const nodes = await luxiCall(socket, 'QueryNodes', [], NODE_FIELDS, false)
  const instances = await luxiCall(socket, 'QueryInstances', [], INSTANCE_FIELDS, false)
  const tags = await luxiCall(socket, 'QueryInstances', [], ['name', 'tags'], false)
  const jobs = (await allJobs(socket)).filter(({ id }) => id >= firstId)
  return [
    ...rowsOf(nodes).map(row => `node ${JSON.stringify(row)}`),
    ...rowsOf(instances).map(row => `instance ${JSON.stringify(row)}`),
    ...rowsOf(tags).flatMap(row => {
      const [name = null, own] = isJsonArray(row) ? row : []
      return rowsOf(own ?? null).map(tag => `tag ${JSON.stringify([name, tag])}`)
    }),
    ...jobs.map(
      ({ id, status, summary, opstatus, opresult }) =>
        `job ${id} ${status} ${summary.join(',')} ${JSON.stringify(opstatus)} ${JSON.stringify(opresult)}`,
    ),
  ]
}

function rowsOf(rows: JsonValue): readonly JsonValue[] {
  if (!isJsonArray(rows)) throw new TypeError(`luxid lists nothing: ${JSON.stringify(rows)}`)
  return rows
}

async function tagsOf(socket: string, instance: string): Promise<readonly string[]> {
  const [row] = rowsOf(await luxiCall(socket, 'QueryInstances', [instance], ['tags'], false))
  const [tags] = isJsonArray(row) ? row : []
  return isJsonArray(tags) ? tags.map(String) : []
}
