import type { HealingDecision } from '../../../src/planner/healing/decision.ts'
import type { HealingEvent } from '../../../src/run/healing/healing-event.ts'
import type { Invariant } from '../../invariants/invariant.ts'
import type { RepairJob } from '../../invariants/watch/marks.ts'
import { bookOf, type RepairBook } from '../../invariants/watch/repair-book.ts'
import { logOf } from '../../invariants/watch/truth-log.ts'
import type { HarepRun } from '../../play/harep-run.ts'
import { harepSecondsAt } from '../../play/skew.ts'
import { START_US, type Stage } from '../../play/stage.ts'
import { caseOf, isSilent } from './case-of.ts'
import { acceptable, type Verdict } from './model.ts'
import { type Place, placesOf } from './places.ts'
import { quietOf } from './quiet.ts'

type Summary = HealingEvent & { readonly kind: 'summary' }

/** What a run says in its summary is compared where nothing but its own jobs has changed anything while it went on. */
export const decisionsAsTheModel: Invariant = {
  name: 'decisions-as-the-model',
  about: 'What a run decides on an instance is what the reference model accepts.',
  watch: stage => {
    const book = bookOf(stage)
    const log = logOf(stage)
    const quiet = quietOf(stage)
    const atStart = new Map<number, ReadonlyMap<string, Place>>()
    const silentAtStart = new Map<number, string | undefined>()
    const lostAtStart = new Map<number, ReadonlySet<string>>()
    return {
      runStarted: ({ number, program }) => {
        if (program === 'classic') return
        atStart.set(number, placesOf(stage))
        silentAtStart.set(number, silentNodes(stage))
        lostAtStart.set(number, lostFiles(stage, book))
      },
      runEnded: run => {
        const places = atStart.get(run.number)
        atStart.delete(run.number)
        const silent = silentAtStart.get(run.number)
        const isSteady = silent !== undefined && silent === silentNodes(stage)
        silentAtStart.delete(run.number)
        const lost = lostAtStart.get(run.number)
        lostAtStart.delete(run.number)
        const summary = summaryOf(run)
        const startUs = run.startUs - START_US
        // With --wait a run looks again and again; the model knows what it began with.
        if (run.process.events.some(({ kind }) => kind === 'waiting')) return
        if (places === undefined || summary === undefined || !isSteady || !quiet.wasQuiet(run)) return
        const lostNow = lostFiles(stage, book)
        const troubled = troubledIn(run)
        for (const decision of summary.decisions) {
          const { instance: name, state } = decision
          const instance = stage.truth.instancesByName.get(name)
          if (instance === undefined || isAbove(decision) || quiet.isUnclear(name, startUs)) continue
          // A result that the run has given up on may be written after all, behind its last look at the pending tag.
          if (decision.reason.code === 'repair-running' && troubled.has(name)) continue
          // So may what says that a repair is over; meanwhile the tags are in between.
          if (decision.reason.code === 'result-waiting') continue
          // The model has no word for a job whose file is lost, nor for one that luxid writes anew when it begins.
          if (lost?.has(name) || lostNow.has(name)) continue
          const place = places.get(name)
          if (place === undefined && state === 'healthy' && !hasFailures(instance.tags)) continue
          const [was] = log.since(instance, startUs)
          if (was === undefined) continue
          const runStartSeconds = harepSecondsAt(stage, startUs)
          const acceptedAt = (us: number) => {
            const nowSeconds = harepSecondsAt(stage, us)
            const moment = {
              was,
              runs: place ?? 'on its primary',
              beforeUs: startUs,
              nowSeconds,
              runStartSeconds,
            }
            const at = caseOf(stage, book, name, moment)
            return at && acceptable(at)
          }
          const accepted = acceptedAt(stage.elapsedUs)
          if (accepted === undefined) continue
          // After a lost answer a run finds its own repair in the queue, and decides that it is on its way.
          const own = book.of(name).findLast(({ submittedUs }) => submittedUs >= startUs)
          // Or that somebody has cancelled it meanwhile.
          if (own !== undefined && isCancelled(own, decision)) continue
          const isFound = own !== undefined && state === 'pending-repair' && decision.action.kind !== 'repair'
          const verdict = isFound ? verdictOfJob(own) : verdictOf(decision)
          if (accepted.has(verdict)) continue
          // What depends on the time, a suspension for instance, may have ended while it went on.
          if (acceptedAt(startUs)?.has(verdict)) continue
          stage.violate(
            'decisions-as-the-model',
            `run ${run.number} decides ${verdict} (${decision.reason.code}) on ${name}; the model accepts ${[...accepted].join(' or ')}`,
          )
        }
      },
    }
  },
}

function isCancelled({ id, status }: RepairJob, { reason }: HealingDecision): boolean {
  return status === 'canceled' && reason.code === 'repair-cancelled' && reason.jobs.includes(String(id))
}

/** Which nodes do not answer; undefined while one flaps, which then changes without being told of. */
function silentNodes(stage: Stage): string | undefined {
  if (stage.lasts('flap')) return undefined
  const { truth } = stage
  return [...truth.nodesByName.values()]
    .filter(isSilent)
    .map(({ name }) => name)
    .join()
}

/** The instances of which a repair has no file. */
function lostFiles({ cluster }: Stage, book: RepairBook): ReadonlySet<string> {
  const lost = new Set<string>()
  for (const { id, instance } of book.all()) if (cluster.statusOfJob(id) === undefined) lost.add(instance)
  return lost
}

function summaryOf({ process: { events, outcome } }: HarepRun): Summary | undefined {
  if (outcome?.kind !== 'returned') return undefined
  return events.findLast((event): event is Summary => event.kind === 'summary')
}

/** The instances with which something went wrong on the way. */
function troubledIn({ process: { events } }: HarepRun): ReadonlySet<string | undefined> {
  return new Set(events.flatMap(event => (event.kind === 'problem' ? [event.instance] : [])))
}

/** What went wrong on the way is no decision. */
function isAbove({ reason: { code } }: HealingDecision): boolean {
  return code === 'problem' || code === 'unreadable'
}

function verdictOf({ state, action }: HealingDecision): Verdict {
  if (action.kind !== 'repair') return state
  return `do ${action.type} ${action.opcodes.map(({ OP_ID: opId }) => opId.replace(/^OP_(INSTANCE_)?/, '')).join('+')}`
}

/** The delay of `--job-delay` comes before a repair and is none of what is decided. */
function verdictOfJob({ type, opcodes }: RepairJob): Verdict {
  return `do ${type} ${opcodes.filter(opcode => opcode !== 'TEST_DELAY').join('+')}`
}

function hasFailures(tags: ReadonlySet<string>): boolean {
  for (const tag of tags) if (tag.includes(':failure:') || tag.includes(':pending:')) return true
  return false
}
