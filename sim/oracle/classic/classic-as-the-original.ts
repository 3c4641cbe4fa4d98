import { parseRepairTag, type TaggedRepair } from '../../../src/cluster/repair-tag.ts'
import type { InstanceState } from '../../ganeti/state/objects.ts'
import type { WrittenJob } from '../../ganeti/written-job.ts'
import type { Invariant } from '../../invariants/invariant.ts'
import { instancesIn, isOfHarep, type RepairJob, strings } from '../../invariants/watch/marks.ts'
import { bookOf } from '../../invariants/watch/repair-book.ts'
import { logOf, type Version } from '../../invariants/watch/truth-log.ts'
import { isOurTagJob } from '../../play/our-jobs.ts'
import { skewUsOf } from '../../play/skew.ts'
import { START_US, type Stage } from '../../play/stage.ts'
import { quietOf } from '../healing/quiet.ts'
import { classicAction, classicAllowed, classicRepair } from './classic-table.ts'

/** Runs of --classic that came to their end and beside which nothing happened are compared with the table of what the original does. */
export const classicAsTheOriginal: Invariant = {
  name: 'classic-as-the-original',
  about: 'A run of --classic does to each instance what the original does.',
  watch: stage => {
    const book = bookOf(stage)
    const log = logOf(stage)
    const quiet = quietOf(stage)
    const done = new Map<string, string>()
    const seen = new Set<number>()
    return {
      runStarted: ({ program }) => {
        if (program === 'classic') done.clear()
      },
      jobWritten: job => {
        if (seen.has(job.id) || stage.runs.at(-1)?.program !== 'classic') return
        seen.add(job.id)
        if (!isOfHarep(job) || isOurTagJob(job) || book.repair(job.id) !== undefined) return
        const action = actionOf(job)
        for (const name of action === undefined ? [] : instancesIn(job.opcodes)) done.set(name, action ?? '')
      },
      runEnded: run => {
        const { outcome } = run.process
        if (run.program !== 'classic' || outcome?.kind !== 'returned' || outcome.value !== 0) return
        if (!quiet.wasQuiet(run)) return
        const startUs = run.startUs - START_US
        for (const [name, instance] of stage.truth.instancesByName) {
          const [was] = log.since(instance, startUs)
          if (was === undefined || quiet.isUnclear(name, startUs)) continue
          if (book.unfinished(name).some(isUnknownAtWork)) continue
          const expected = expectedOf(stage, instance, was, stage.elapsedUs)
          const found = done.get(name) ?? 'nothing'
          if (expected === undefined || expected === found) continue
          // A suspension may have ended while it went on.
          if (expectedOf(stage, instance, was, startUs) === found) continue
          stage.violate(
            'classic-as-the-original',
            `run ${run.number} does ${found} on ${name}; the original: ${expected}`,
          )
        }
      },
    }
  },
}

/** What is at work and on no record changes the nodes of its instance in the middle of an opcode. */
function isUnknownAtWork({ begunUs, recordedUs }: RepairJob): boolean {
  return begunUs !== undefined && recordedUs === undefined
}

/** A repair, or a refusal that is put on record; undefined for all other tags. */
function actionOf({ opcodes }: WrittenJob): string | undefined {
  const names = opcodes.map(opcode => String(opcode['OP_ID']).replace(/^OP_(INSTANCE_)?/, ''))
  if (names[0] === 'TAGS_DEL') return undefined
  if (names[0] !== 'TAGS_SET')
    return `do ${typeOf(names)} ${names.filter(name => name !== 'TEST_DELAY').join('+')}`
  const told = strings(opcodes[0]?.['tags']).map(tag => parseRepairTag(tag))
  const refused = told.find(tag => tag?.result === 'enoperm')
  return refused && `refuse ${refused.type}`
}

function typeOf(opcodes: readonly string[]): string {
  if (opcodes.includes('RECREATE_DISKS')) return 'reinstall'
  return opcodes.includes('FAILOVER') ? 'failover' : 'fix-storage'
}

/** What the original does; undefined where that depends on more than the table knows. */
function expectedOf(
  stage: Stage,
  instance: Readonly<InstanceState>,
  was: Version,
  us: number,
): string | undefined {
  const { truth, cluster } = stage
  const state = stateOf(was.tags, id => cluster.statusOfJob(id))
  if (state === undefined) return undefined
  if (state !== 'healthy') return 'nothing'
  const [primary, secondary] = was.nodes.map(uuid => truth.node(uuid))
  if (primary === undefined) return undefined
  const group = truth.group(primary.groupUuid)
  const now = BigInt(Math.floor((START_US + us + skewUsOf(stage)) / 1e6))
  const allowed = classicAllowed([was.tags, group.tags, truth.cluster.tags], now)
  return classicAction(classicRepair(instance.diskTemplate, primary, secondary), allowed)
}

/** Where the tags say that an instance stands once its pending repair was seen to; undefined where the run would end there. */
function stateOf(
  tags: readonly string[],
  statusOf: (job: number) => string | undefined,
): 'healthy' | 'pending' | 'failed' | undefined {
  const groups = new Map<string, TaggedRepair[]>()
  for (const tag of tags) {
    const told = parseRepairTag(tag)
    if (told !== undefined) groups.set(told.id, [...(groups.get(told.id) ?? []), told])
  }
  const began = (group: readonly TaggedRepair[]) =>
    Math.min(...group.map(({ timeSeconds }) => Number(timeSeconds)))
  const ordered = [...groups.values()].sort((a, b) => began(a) - began(b))
  for (const [index, group] of ordered.entries()) {
    if (group.some(({ result }) => result === 'failure')) return 'failed'
    if (group.some(({ result }) => result !== undefined)) continue
    const pending = group.reduce((last, one) => (one.timeSeconds >= last.timeSeconds ? one : last))
    const statuses = pending.jobs.map(id => statusOf(Number(id)))
    if (index < ordered.length - 1 || statuses.length === 0 || statuses.includes(undefined)) return undefined
    if (statuses.some(status => !['success', 'error', 'canceled'].includes(String(status)))) return 'pending'
    return statuses.every(status => status === 'success') ? 'healthy' : 'failed'
  }
  return 'healthy'
}
