import type { Invariant } from '../../invariants/invariant.ts'
import type { RepairJob } from '../../invariants/watch/marks.ts'
import { bookOf } from '../../invariants/watch/repair-book.ts'
import { hasSeenToAll } from '../../invariants/watch/run-window.ts'
import { logOf } from '../../invariants/watch/truth-log.ts'
import type { HarepRun } from '../../play/harep-run.ts'
import { harepSecondsAt } from '../../play/skew.ts'
import { START_US } from '../../play/stage.ts'
import { caseOf } from './case-of.ts'
import { acceptable } from './model.ts'
import { type Place, placesOf } from './places.ts'
import { quietOf } from './quiet.ts'

/** What changes nothing, and may come before a repair. */
const AHEAD = ['TEST_DELAY', 'ACTIVATE_DISKS']

const GIVE_UP_DATA = ['RECREATE_DISKS', 'REINSTALL']

/**
 * A new secondary that waits for hours must not keep an instance down whose primary has died meanwhile. Judged for what had been in the queue
 * before a run began that has seen to everything, and beside which nothing happened: if without that job the model would have one certain
 * repair made, then that is what the job has to be.
 */
export const makesWay: Invariant = {
  name: 'makes-way',
  about: 'A repair that has not begun is not left in the way of another one that is due now.',
  watch: stage => {
    const book = bookOf(stage)
    const log = logOf(stage)
    const quiet = quietOf(stage)
    let places: ReadonlyMap<string, Place> = new Map()
    /** What had not begun when the run did: where a delay ended meanwhile, it saw the delay. */
    let ahead: ReadonlySet<RepairJob> = new Set()
    return {
      runStarted: ({ program }) => {
        if (program === 'classic') return
        places = placesOf(stage)
        ahead = new Set([...book.all()].filter(isAhead))
      },
      runEnded: run => {
        if (!hasSeenToAll(run) || isPartial(run) || !quiet.wasQuiet(run)) return
        const startUs = run.startUs - START_US
        for (const repair of book.all()) {
          const { id, instance: name, submittedUs } = repair
          if (submittedUs >= startUs || !book.goesOn(repair) || !isAhead(repair) || !ahead.has(repair))
            continue
          const instance = stage.truth.instancesByName.get(name)
          const [was] = instance === undefined ? [] : log.since(instance, startUs)
          if (was === undefined || quiet.isUnclear(name, startUs) || isOneOfSeveral(repair)) continue
          const nowSeconds = harepSecondsAt(stage, stage.elapsedUs)
          const runs = places.get(name) ?? 'on its primary'
          // The job and the tag that names it are none of the case that was before it.
          const moment = {
            was,
            runs,
            beforeUs: submittedUs,
            nowSeconds,
            runStartSeconds: harepSecondsAt(stage, startUs),
          }
          const at = caseOf(stage, book, name, moment)
          const [due, ...others] = at === undefined ? [] : acceptable(at)
          if (due === undefined || others.length > 0 || !due.startsWith('do ')) continue
          const waiting = changing(repair.opcodes)
          if (changing(due.replace(/^do \S+ /, '').split('+')) === waiting) continue
          stage.violate(
            'makes-way',
            `run ${run.number} leaves job ${id}, ${repair.type} ${waiting} of ${name}, in the way, where the model would ${due}`,
          )
        }
      },
    }

    /** Another one of the same instance makes it unclear what was seen. */
    function isOneOfSeveral({ id, instance }: RepairJob): boolean {
      return book.unfinished(instance).some(other => other.id !== id)
    }
  },
}

/** While a delay runs, luxid cancels nothing before its end: that is waited for only where data is at stake. */
function isAhead({ opcodes, opcodeStatuses }: RepairJob): boolean {
  if (opcodeStatuses.includes('running') && !opcodes.some(opcode => GIVE_UP_DATA.includes(opcode)))
    return false
  return opcodes.every(
    (opcode, index) => AHEAD.includes(opcode) || ['queued', 'waiting'].includes(opcodeStatuses[index] ?? ''),
  )
}

function changing(opcodes: readonly string[]): string {
  return opcodes.filter(opcode => !AHEAD.includes(opcode)).join('+')
}

/** Whether a run was for some of the instances only. */
function isPartial({ process: { events } }: HarepRun): boolean {
  return events.some(event => event.kind === 'summary' && (event.isPartial || event.dryRun))
}
