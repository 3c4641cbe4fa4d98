import type { InstanceState } from '../../ganeti/state/objects.ts'
import type { WrittenJob } from '../../ganeti/written-job.ts'
import { oneForEachPlay } from '../../play/one-for-each-play.ts'
import { isOurTagJob } from '../../play/our-jobs.ts'
import type { Stage } from '../../play/stage.ts'
import { hasFoundNoRoom, isOfDeadProcess, type RepairJob, repairIn, strings } from './marks.ts'

/** What those who keep a book of repairs are told. */
interface Reader {
  submitted?(repair: RepairJob): void
  /** It has left the queue, and was not cancelled there. */
  begun?(repair: RepairJob): void
  /** An opcode of it is being carried out from now on. */
  opcodeBegun?(repair: RepairJob, opcode: string): void
  ended?(repair: RepairJob): void
  /** A job in which a healing run writes tags was submitted. */
  tagJob?(job: WrittenJob): void
}

const UNFINISHED = ['queued', 'waiting', 'canceling', 'running']

/**
 * The repairs of a play, as the files of their jobs tell: kept once for all invariants, by job and by instance, so that no
 * event costs a pass over anything.
 */
export class RepairBook {
  readonly #stage: Stage
  readonly #readers: Reader[] = []
  readonly #byJob = new Map<number, RepairJob>()
  readonly #byInstance = new Map<string, RepairJob[]>()
  readonly #tagJobs = new Set<number>()
  /** How many opcodes of a tag job have ended well as far as was seen. */
  readonly #written = new Map<number, number>()

  constructor(stage: Stage) {
    this.#stage = stage
  }

  read(reader: Reader): void {
    this.#readers.push(reader)
  }

  repair(job: number): RepairJob | undefined {
    return this.#byJob.get(job)
  }

  all(): IterableIterator<RepairJob> {
    return this.#byJob.values()
  }

  /** The repairs of an instance, in the order of their submission. */
  of(instance: string): readonly RepairJob[] {
    return this.#byInstance.get(instance) ?? []
  }

  /** The repairs of an instance that go on. One whose file is lost is nowhere any more. */
  unfinished(instance: string): readonly RepairJob[] {
    return this.of(instance).filter(repair => this.goesOn(repair))
  }

  goesOn({ id, status }: RepairJob): boolean {
    const { cluster, lostJobs } = this.#stage
    return UNFINISHED.includes(status) && !lostJobs.has(id) && cluster.statusOfJob(id) !== undefined
  }

  jobWritten(job: WrittenJob): void {
    const repair = this.#byJob.get(job.id) ?? this.#newRepair(job)
    if (repair !== undefined) this.#goOn(repair, job)
    else this.#tags(job)
  }

  #newRepair(job: WrittenJob): RepairJob | undefined {
    if (this.#tagJobs.has(job.id)) return undefined
    const repair = repairIn(job, this.#stage.elapsedUs)
    if (repair === undefined) return undefined
    const others = this.#byInstance.get(repair.instance)
    for (const { submitted } of this.#readers) submitted?.(repair)
    this.#byJob.set(job.id, repair)
    if (others === undefined) this.#byInstance.set(repair.instance, [repair])
    else others.push(repair)
    return repair
  }

  #goOn(repair: RepairJob, job: WrittenJob): void {
    const { status, opcodeStatuses } = job
    const before = repair.opcodeStatuses
    repair.status = status
    repair.opcodeStatuses = opcodeStatuses
    repair.hasDied ||= isOfDeadProcess(job)
    repair.hasFoundNoRoom ||= hasFoundNoRoom(job)
    if (repair.begunUs === undefined && status !== 'queued' && status !== 'canceled') {
      repair.begunUs = this.#stage.elapsedUs
      for (const { begun } of this.#readers) begun?.(repair)
    }
    for (const [index, one] of opcodeStatuses.entries()) {
      if (one !== 'running' || before[index] === 'running') continue
      for (const { opcodeBegun } of this.#readers) opcodeBegun?.(repair, repair.opcodes[index] ?? '')
    }
    if (repair.endedUs !== undefined || UNFINISHED.includes(status)) return
    repair.endedUs = this.#stage.elapsedUs
    repair.endedByClockUs = this.#stage.clock.nowUs
    for (const { ended } of this.#readers) ended?.(repair)
  }

  #tags(job: WrittenJob): void {
    const { id, opcodes, opcodeStatuses } = job
    if (opcodes[0]?.['OP_ID'] !== 'OP_TAGS_SET' && opcodes[0]?.['OP_ID'] !== 'OP_TAGS_DEL') return
    if (!this.#tagJobs.has(id)) {
      this.#tagJobs.add(id)
      if (isOurTagJob(job)) for (const { tagJob } of this.#readers) tagJob?.(job)
    }
    let done = this.#written.get(id) ?? 0
    for (; done < opcodes.length && opcodeStatuses[done] === 'success'; done += 1) {
      const { OP_ID: opId, tags, name } = opcodes[done] ?? {}
      if (opId === 'OP_TAGS_SET') for (const tag of strings(tags)) this.#record(tag, name)
    }
    this.#written.set(id, done)
  }

  /** A tag is on record from now on. */
  #record(tag: string, instance: unknown): void {
    const named = /^ganeti:watcher:autorepair:(?:pending|result):([^:]*):([^:]*):.*:([0-9+]*)$/.exec(tag)
    for (const id of named?.[3]?.split('+') ?? []) {
      const repair = this.#byJob.get(Number(id))
      if (repair === undefined || repair.instance !== instance) continue
      if (repair.type === named?.[1] && repair.repair === named[2])
        repair.recordedUs ??= this.#stage.elapsedUs
    }
  }
}

/** The one book of a play. Whoever asks first opens it, before the play begins: it is told of each event before its readers. */
export const bookOf = oneForEachPlay(stage => {
  const book = new RepairBook(stage)
  stage.observers.push({ jobWritten: job => book.jobWritten(job) })
  return book
})

export function writesOver({ opcodes }: RepairJob): boolean {
  return opcodes.includes('RECREATE_DISKS') || opcodes.includes('REINSTALL')
}

/**
 * Whether an instance lives on the data that it began with: once a re-creation is done, old volumes that are found somewhere are
 * those of a life that is over.
 */
export function isOriginalInUse(book: RepairBook, { name }: Readonly<InstanceState>): boolean {
  return !book.of(name).some(repair => repair.status === 'success' && writesOver(repair))
}
