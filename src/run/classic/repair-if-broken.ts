import { exhaustive } from '../../cluster/exhaustive.ts'
import { type Opcode, testDelay } from '../../cluster/opcode.ts'
import { type RepairRecord, tagged } from '../../cluster/repair-tag.ts'
import type { RepairType } from '../../cluster/repair-type.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { type Case, decide } from '../../planner/decide.ts'
import { type RepairState, supersededTags } from '../../planner/repair-state.ts'
import { classic } from '../../planner/rulesets/classic.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import type { ClassicOptions } from '../run-options.ts'
import { nowSeconds } from '../time.ts'
import { commitState } from './commit-state.ts'
import { submitOrThrow } from './submit-or-throw.ts'

/** Diagnoses one instance, and begins, refuses or leaves its repair; returns its state afterwards. */
export function* repairIfBroken(
  seen: Omit<Case, 'diagnosis'> & { readonly snapshot: Snapshot },
  options: ClassicOptions,
): Run<RepairState> {
  const { instance, state, permission } = seen
  const { action } = decide({
    instance,
    state,
    permission,
    diagnosis: classic.diagnose(instance, seen.snapshot),
  })
  const { name } = instance
  switch (action.kind) {
    case 'none':
      return state
    case 'keep-off':
      if (permission.kind !== 'enabled') {
        yield* perform({ kind: 'report', event: { kind: 'kept-off', instance: name, permission } })
      }
      return state
    case 'refuse': {
      yield* perform({
        kind: 'report',
        event: { kind: 'refused', instance: name, type: action.type, upTo: action.upTo },
      })
      const record = yield* newRecord(action.type, 'enoperm', state)
      return yield* commitState(name, successor(state, 'needs-repair', record), options)
    }
    case 'repair': {
      yield* perform({ kind: 'report', event: { kind: 'repairing', instance: name, type: action.type } })
      const record = yield* newRecord(action.type, undefined, state)
      const jobs = yield* submit(action.opcodes, options)
      return yield* commitState(name, successor(state, 'pending', { ...record, jobs }), options)
    }
    default:
      return exhaustive(action)
  }
}

/**
 * Tags of different repairs are ordered by their seconds. The original sleeps between writing one and the next; here the
 * one before may have been written in this very second, and then the new one is dated a second later.
 */
function* newRecord(
  type: RepairType,
  result: RepairRecord['result'],
  { last }: RepairState,
): Run<RepairRecord> {
  const id = yield* perform({ kind: 'uuid' })
  const now = yield* nowSeconds()
  return { type, id, timeSeconds: last?.timeSeconds === now ? now + 1n : now, result, jobs: [] }
}

function successor(state: RepairState, kind: RepairState['kind'], record: RepairRecord): RepairState {
  return { kind, last: tagged(record), stale: supersededTags(state) }
}

function* submit(repair: readonly Opcode[], options: ClassicOptions): Run<readonly string[]> {
  const { jobDelaySeconds, dryRun } = options
  const opcodes = jobDelaySeconds > 0 ? [testDelay(jobDelaySeconds), ...repair] : repair
  if (dryRun) {
    yield* perform({ kind: 'report', event: { kind: 'would-submit', jobs: [opcodes] } })
    return []
  }
  const nowUs = yield* perform({ kind: 'now' })
  return yield* submitOrThrow([opcodes.map(opcode => annotate(opcode, options, nowUs))])
}
