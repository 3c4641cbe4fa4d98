import { finishRun, type SimulatedRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import type { WrittenJob } from '../../../sim/ganeti/written-job.ts'
import { isJsonArray, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { runOptions, type TestOptions, World } from '../world.ts'

/** A repair job of harep's, as its file and its reason trail tell. */
export interface RepairJob {
  readonly id: number
  readonly instance: string
  readonly repair: string
  readonly type: string
  readonly opcodes: readonly string[]
  status: string
  /** Whether it has ever been past the queue. */
  hasBegun: boolean
}

/** The statuses of jobs that go on. */
export const UNFINISHED = ['queued', 'waiting', 'canceling', 'running']

/**
 * A world that watches every write of a job's file and notes, by what the cluster itself holds at that moment, what must
 * never be: two repairs of one instance in flight, and a repair that leaves the queue before a pending tag names it.
 */
export class Stage extends World {
  readonly repairs = new Map<number, RepairJob>()
  readonly violations: string[] = []
  readonly #excused = new Set<number>()
  /** The tags that jobs have set. */
  readonly #written = new Set<string>()
  readonly #triggers: ((job: WrittenJob) => void)[] = []

  constructor(definition: ClusterDefinition) {
    super(definition)
    this.cluster.watchJobs(job => {
      this.#watch(job)
      for (const trigger of this.#triggers) trigger(job)
    })
  }

  /** Does something, once, right after the first job with this opcode has come to this status. */
  once(opId: string, status: string, act: (job: WrittenJob) => void): void {
    let isOver = false
    this.#triggers.push(job => {
      if (isOver || job.status !== status || !job.opcodes.some(opcode => opcode['OP_ID'] === opId)) return
      isOver = true
      this.kernel.after(0, () => act(job))
    })
  }

  /** Repairs that are there now may start without a tag: an admin has seen to that. */
  excuse(): void {
    for (const id of this.repairs.keys()) this.#excused.add(id)
  }

  /** The repairs that were carried out and that no job ever put on record; where an admin let one go, only if it failed. */
  unrecorded(): readonly string[] {
    const forgotten = [...this.repairs.values()].filter(
      ({ id, repair, status, hasBegun }) =>
        hasBegun &&
        !(this.#excused.has(id) && status === 'success') &&
        ![...this.#written].some(tag => tag.includes(`:${repair}:`)),
    )
    return forgotten.map(({ id, type, instance }) => `job ${id}, ${type} of ${instance}, is on no record`)
  }

  /** Lets time pass. */
  pass(seconds: number): void {
    this.kernel.runUntil(this.kernel.nowUs + seconds * 1_000_000)
  }

  /** Runs harep against a luxid that is reached by `service`, to its end. */
  harepOver(service: LuxiService, options: TestOptions = {}): SimulatedRun<0 | 1> {
    const run = startRun(this.kernel, service, runHarep(runOptions(options)))
    finishRun(this.kernel, run)
    return run
  }

  /** A run that dies when it asks luxid this for the first time: luxid does not hear it any more, or goes on with it. */
  harepThatDies(when: 'before' | 'while', asking: string): void {
    let run: SimulatedRun<0 | 1> | undefined
    const service: LuxiService = {
      ...this.cluster,
      handle: (request, reply) => {
        const isIt = JSON.stringify(request).includes(`"${asking}"`)
        if (!isIt || when === 'while') this.cluster.handle(request, reply)
        if (isIt) run?.kill()
      },
    }
    run = startRun(this.kernel, service, runHarep(runOptions()))
    if (finishRun(this.kernel, run).kind !== 'killed') throw new Error(`harep never asked ${asking}`)
  }

  /** What an admin asks luxid; the answer is not waited for. */
  ask(method: string, ...args: JsonValue[]): void {
    this.cluster.handle({ method, args }, ({ success, result }) => {
      if (!success) throw new Error(`${method} was refused: ${JSON.stringify(result)}`)
    })
  }

  /** Submits a job of somebody else's. */
  submit(...opcodes: JsonObject[]): void {
    this.ask(
      'SubmitJob',
      opcodes.map(opcode => ({ ...opcode, reason: [] })),
    )
  }

  /** An admin removes the tags of an instance that contain this. */
  untag(name: string, part: string): void {
    const { tags } = this.instance(name)
    this.cluster.setTags(
      'instance',
      name,
      tags.filter(tag => !tag.includes(part)),
    )
  }

  /** The job filters that stand, whoever made them, by their UUIDs. */
  filters(): readonly string[] {
    let uuids: readonly string[] | undefined
    this.cluster.handle({ method: 'QueryFilters', args: [null, ['uuid']] }, ({ result }) => {
      uuids = isJsonArray(result)
        ? result.flatMap(row => (isJsonArray(row) ? String(row[0]) : []))
        : undefined
    })
    if (uuids === undefined) throw new Error('luxid tells nothing of its filters')
    return uuids
  }

  unfinishedRepairs(): readonly RepairJob[] {
    return [...this.repairs.values()].filter(({ status }) => UNFINISHED.includes(status))
  }

  #watch({ id, status, opcodes }: WrittenJob): void {
    for (const { OP_ID: opId, tags } of status === 'success' ? opcodes : [])
      if (opId === 'OP_TAGS_SET' && isJsonArray(tags ?? null)) this.#written.add(JSON.stringify(tags))
    const known = this.repairs.get(id)
    if (known === undefined) {
      const made = repairIn(id, status, opcodes)
      if (made !== undefined) this.#submitted(made)
      return
    }
    known.status = status
    if (known.hasBegun || status === 'queued' || status === 'canceled') return
    known.hasBegun = true
    if (!this.#excused.has(id) && !this.#isTagged(known))
      this.violations.push(`job ${id}, ${known.type} of ${known.instance}, has begun and no tag names it`)
  }

  #submitted(made: RepairJob): void {
    for (const other of this.unfinishedRepairs()) {
      if (other.instance === made.instance && other.status !== 'canceling')
        this.violations.push(`${made.instance} has two repairs in flight, jobs ${other.id} and ${made.id}`)
    }
    this.repairs.set(made.id, made)
  }

  #isTagged({ id, instance, repair, type }: RepairJob): boolean {
    const start = `ganeti:watcher:autorepair:pending:${type}:${repair}:`
    return this.instance(instance).tags.some(tag => tag.startsWith(start) && tag.endsWith(`:${id}`))
  }
}

/** The repair that a job is, by the mark in its reason trail; read here anew, not by what is being tested. */
function repairIn(id: number, status: string, opcodes: readonly JsonObject[]): RepairJob | undefined {
  const trail = opcodes[0]?.['reason']
  for (const entry of trail !== undefined && isJsonArray(trail) ? trail : []) {
    const [source, text] = isJsonArray(entry) ? entry : []
    const [, type, repair] = source === 'harep' ? (/^repair (\S+) (\S+)$/.exec(String(text)) ?? []) : []
    if (type === undefined || repair === undefined) continue
    const instance = opcodes.map(opcode => opcode['instance_name']).find(name => typeof name === 'string')
    const ids = opcodes.map(opcode => String(opcode['OP_ID']).replace(/^OP_(INSTANCE_)?/, ''))
    return { id, instance: String(instance), repair, type, opcodes: ids, status, hasBegun: false }
  }
  return undefined
}
