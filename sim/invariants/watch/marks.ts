import { isJsonArray, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { parseRepairType, type RepairType } from '../../../src/cluster/repair-type.ts'
import type { JobStatus } from '../../ganeti/jobs/job.ts'
import type { WrittenJob } from '../../ganeti/written-job.ts'
import { harepTexts } from '../../play/our-jobs.ts'

/** A repair job of harep's, as its file and its reason trail tell. */
export interface RepairJob {
  readonly id: number
  readonly instance: string
  readonly type: RepairType
  /** The id of the repair, which its tags carry. */
  readonly repair: string
  /** The text of the hold that it was submitted under. */
  readonly hold: string | undefined
  /** The names of the nodes that it says the instance had before; undefined where it does not. */
  readonly from: readonly string[] | undefined
  /** Without `OP_` and `INSTANCE_`. */
  readonly opcodes: readonly string[]
  /** The nodes that its RECREATE_DISKS names. */
  readonly nodes: readonly string[]
  /** All nodes that it names as destinations; of new disks the primary first. */
  readonly chosen: readonly string[]
  readonly submittedUs: number
  status: JobStatus
  opcodeStatuses: readonly JobStatus[]
  /** Its process has died: luxid then calls all its opcodes failed, so that nothing tells how far it came. */
  hasDied: boolean
  /** Ganeti found no room for it before anything was done. */
  hasFoundNoRoom: boolean
  /** When it left the queue. */
  begunUs: number | undefined
  endedUs: number | undefined
  /** The same by the master's clock, in microseconds since the epoch. */
  endedByClockUs: number | undefined
  /** When a job had written a tag that names it. */
  recordedUs: number | undefined
}

/** The repair that a job is, by its mark; read here anew, not by what is being tested. */
export function repairIn(
  { id, status, opcodes, opcodeStatuses }: WrittenJob,
  nowUs: number,
): RepairJob | undefined {
  const texts = harepTexts(opcodes[0])
  for (const text of texts) {
    const [, typeText, repair] = /^repair (\S+) ([^\s:]*)$/.exec(text) ?? []
    const type = typeText === undefined ? undefined : parseRepairType(typeText)
    if (type === undefined || repair === undefined) continue
    const instance = instanceOf(opcodes)
    const hold = texts.find(one => one.startsWith('harep-hold:'))
    const from = texts
      .find(one => one.startsWith('from '))
      ?.slice('from '.length)
      .split(' ')
    const names = opcodes.map(opcode => String(opcode['OP_ID']).replace(/^OP_(INSTANCE_)?/, ''))
    const nodes = opcodes.flatMap(opcode => strings(opcode['nodes']))
    const chosen = opcodes.flatMap(({ nodes: some, target_node: target, remote_node: remote }) => [
      ...strings(some),
      ...strings([target ?? null, remote ?? null]),
    ])
    const times = {
      submittedUs: nowUs,
      begunUs: undefined,
      endedUs: undefined,
      endedByClockUs: undefined,
      recordedUs: undefined,
    }
    return {
      id,
      instance,
      type,
      repair,
      hold,
      from,
      opcodes: names,
      nodes,
      chosen,
      status,
      opcodeStatuses,
      hasDied: false,
      hasFoundNoRoom: false,
      ...times,
    }
  }
  return undefined
}

/** Whether luxid has found the process of a job dead: it says so in the trails of all its opcodes. */
export function isOfDeadProcess({
  status,
  opcodes: [first],
}: Pick<WrittenJob, 'status' | 'opcodes'>): boolean {
  const trail = status === 'error' ? first?.['reason'] : undefined
  const last = trail !== undefined && isJsonArray(trail) ? trail.at(-1) : undefined
  return last !== undefined && isJsonArray(last) && last[0] === 'gnt:daemon:luxid:deathdetection'
}

const CHANGE_NOTHING = ['OP_TEST_DELAY', 'OP_INSTANCE_ACTIVATE_DISKS']

/** Whether the first opcode of a job, before which nothing was done, has failed for want of room: `[class, [text, code]]`. */
export function hasFoundNoRoom({ status, opcodes, results }: WrittenJob): boolean {
  if (status !== 'error') return false
  const result = results[opcodes.findIndex(({ OP_ID: opId }) => !CHANGE_NOTHING.includes(String(opId)))]
  const [, args] = result !== undefined && isJsonArray(result) ? result : []
  return args !== undefined && isJsonArray(args) && args[1] === 'insufficient_resources'
}

/** Whether harep, of whichever kind, submitted a job. */
export function isOfHarep({ opcodes: [first] }: WrittenJob): boolean {
  return harepTexts(first).length > 0
}

/** Whether a job does nothing, and tells which repairs harep is about to cancel. */
export function isWitness({ opcodes }: Pick<WrittenJob, 'opcodes'>): boolean {
  const [only, ...more] = opcodes
  return (
    more.length === 0 &&
    only?.['OP_ID'] === 'OP_TEST_DELAY' &&
    harepTexts(only).some(text => /^withdraws( \d+)+$/.test(text))
  )
}

const REPAIRS = [
  ...['REPLACE_DISKS', 'MIGRATE', 'FAILOVER', 'MOVE'],
  ...['SHUTDOWN', 'RECREATE_DISKS', 'REINSTALL', 'STARTUP'],
].map(name => `OP_INSTANCE_${name}`)

/** Whether an opcode is a step of a repair, whoever makes it. */
export function isRepairOpcode({ OP_ID: opId }: JsonObject): boolean {
  return REPAIRS.includes(String(opId))
}

/** Whether an opcode of that name writes over whatever may still be on the disks of an instance. */
export function isDestructive(opId: JsonValue | undefined): boolean {
  return opId === 'OP_INSTANCE_RECREATE_DISKS' || opId === 'OP_INSTANCE_REINSTALL'
}

/** The instances that a job names. */
export function instancesIn(opcodes: readonly JsonObject[]): readonly string[] {
  const names = opcodes.flatMap(opcode => {
    const { instance_name: instance, kind, name } = opcode
    if (typeof instance === 'string') return [instance]
    return kind === 'instance' && typeof name === 'string' ? [name] : []
  })
  return [...new Set(names)]
}

/** The texts of a JSON list. */
export function strings(json: JsonValue | undefined): readonly string[] {
  return json !== undefined && isJsonArray(json) ? json.filter(one => typeof one === 'string') : []
}

function instanceOf(opcodes: readonly JsonObject[]): string {
  return instancesIn(opcodes)[0] ?? ''
}
