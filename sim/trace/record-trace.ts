import { formatUtcTime } from '../../src/cli/utc-time.ts'
import type { JsonObject } from '../../src/cluster/json.ts'
import { describeReason } from '../../src/planner/describe-reason.ts'
import { deciderText } from '../../src/report/decider-text.ts'
import { isHealingEvent } from '../../src/report/event-kinds.ts'
import { eventLine } from '../../src/report/event-line.ts'
import { eventText } from '../../src/report/event-text.ts'
import { oneLine } from '../../src/report/printable.ts'
import type { WrittenJob } from '../ganeti/written-job.ts'
import type { HarepRun } from '../play/harep-run.ts'
import type { Observer } from '../play/observer.ts'
import { isOurRepair } from '../play/our-jobs.ts'
import { outcomeOf } from '../play/outcome-of.ts'
import type { Stage } from '../play/stage.ts'
import type { TraceEntry } from './trace-entry.ts'

type NewEntry = TraceEntry extends infer E ? (E extends TraceEntry ? Omit<E, 'atUs'> : never) : never

/** Writes down what happens in a play; `entries` grows as the play goes on, in the order of time. */
export function recordTrace(stage: Stage): {
  readonly observer: Observer
  readonly entries: readonly TraceEntry[]
} {
  const entries: TraceEntry[] = []
  const note = (entry: NewEntry) => {
    noteViolations()
    // Each member of the union but for its time, and the time: a member again.
    entries.push({ atUs: stage.elapsedUs, ...entry } as TraceEntry)
  }
  let violations = 0
  const noteViolations = () => {
    for (const { invariant, what, atUs } of stage.violations.slice(violations))
      entries.push({ atUs, kind: 'violation', invariant, what })
    violations = stage.violations.length
  }
  const jobs = new Map<number, string>()
  const decisions = new Map<string, string>()
  const observer: Observer = {
    happened: what => note({ kind: 'happening', ...what }),
    calmBegan: () => note({ kind: 'calm' }),
    runStarted: ({ number: run, program, node }) => note({ kind: 'run-started', run, program, node }),
    told: noteReport,
    runEnded: run =>
      note({
        kind: 'run-ended',
        run: run.number,
        outcome: outcomeOf(run, (documented, error) => documented?.message ?? String(error)),
      }),
    jobWritten: job => {
      const { id, status } = job
      if (jobs.get(id) === status) return
      jobs.set(id, status)
      note({ kind: 'job', job: id, status, ...aboutJob(job) })
    },
    guestChanged: (instance, runs) => note({ kind: 'guest', instance, runs }),
    ended: noteViolations,
  }
  return { observer, entries }

  function noteReport({ number: run }: HarepRun, event: HarepRun['process']['events'][number]): void {
    if (event.kind === 'summary') {
      for (const { instance, state, reason, decidedBy } of event.decisions) {
        const sentence = describeReason(reason)
        const said = `${state} ${reason.code} ${sentence}`
        if (decisions.get(instance) === said) continue
        decisions.set(instance, said)
        const by = decidedBy === undefined ? undefined : deciderText(decidedBy)
        note({ kind: 'decision', run, instance, state, reason: reason.code, sentence, decidedBy: by })
      }
      return
    }
    const text = isHealingEvent(event)
      ? eventLine(event, { dryRun: false, isVerbose: true })?.text
      : eventText(event, formatUtcTime).text
    const instance = 'instance' in event ? event.instance : undefined
    if (text !== undefined) note({ kind: 'told', run, instance, text: oneLine(text.replaceAll(RULE, ' ')) })
  }
}

/** What the original underlines its last words with. */
const RULE = /-{5,}/g

function aboutJob(job: WrittenJob) {
  const { opcodes } = job
  const named = opcodes.map(opcode => opcode['instance_name'] ?? opcode['name'])
  const instances = [...new Set(named.filter(name => typeof name === 'string'))]
  return {
    summary: opcodes.map(summaryOf).join(', '),
    instance: instances.length === 1 ? instances[0] : undefined,
    isRepair: isOurRepair(job),
  }
}

function summaryOf(opcode: JsonObject): string {
  const { OP_ID: id, instance_name: instance, node_name: node, name } = opcode
  const of = instance ?? node ?? name
  return `${String(id).replace(/^OP_/, '')}${typeof of === 'string' ? `(${of})` : ''}`
}
