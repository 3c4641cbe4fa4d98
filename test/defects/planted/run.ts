import type { Defect } from '../defect.ts'

/** In what a run does, and when. */
export const RUN_DEFECTS: readonly Defect[] = [
  {
    name: 'stale-plan',
    part: 'run',
    about: 'a plan is never made again, however long it takes to carry it out, as in the original',
    file: 'src/run/healing/carrying.ts',
    find: '  if (!isFresh && chunk.some(({ action }) => action.isDestructive)) return true\n',
    replace: '  if (!isFresh || chunk.length > 0) return false\n',
    seedsMax: 30_000,
  },
  {
    name: 'overtaken-repair-is-in-the-way',
    part: 'run',
    about: 'what waits is never cancelled for what is due now',
    file: 'src/run/healing/what-if.ts',
    find: "  if (decision?.action.kind !== 'repair' || !hasNotBegun(job)) return false\n",
    replace: "  if (decision?.action.kind !== 'repair' || !hasNotBegun(job) || job.id !== '') return false\n",
    seedsMax: 3_000,
  },
  {
    name: 'no-is-settled-too-early',
    part: 'run',
    about: 'what a person has cancelled who works on the instance himself counts as no longer due',
    file: 'src/run/healing/what-if.ts',
    find: "  return !isWithdrawn && decision?.reason.code === 'busy'\n",
    replace: "  return !isWithdrawn && decision?.reason.code === 'busy' && false\n",
    seedsMax: 30_000,
  },
  {
    name: 'no-hold',
    part: 'run',
    about: 'repairs start before their tags are on record',
    file: 'src/run/healing/hold.ts',
    find: "const predicates = [['reason', ['=', 'reason', text]]]",
    replace: "const predicates = [['reason', ['=', 'reason', text.slice(1)]]]",
    seedsMax: 1_000,
  },
  {
    name: 'hold-is-left-behind',
    part: 'run',
    about: 'the last hold of a run is never taken away',
    file: 'src/run/healing/carry-out.ts',
    find: '      if (!goesOn) yield* guarded(context, state, release(state))\n',
    replace: '',
    seedsMax: 2_000,
  },
  {
    name: 'hold-of-a-killed-run-stands',
    part: 'run',
    about: 'what a run that was killed has held is never let go',
    file: 'src/run/healing/round.ts',
    find: '  if (holds.length > 0) {',
    replace: '  if (holds.length > 99) {',
    seedsMax: 2_000,
  },
  {
    name: 'repair-is-not-put-on-record',
    part: 'run',
    about: 'no pending tag is written',
    file: 'src/run/healing/begin-chunk.ts',
    find: '    if (id === undefined) return []\n',
    replace: '    if (id !== undefined) return []\n    if (id === undefined) return []\n',
    seedsMax: 1_000,
  },
  {
    name: 'result-is-not-put-on-record',
    part: 'run',
    about: 'a repair that has ended stays pending for ever',
    file: 'src/run/healing/round.ts',
    find: 'const recorded = [...takenOn, ...settlements(input)]',
    replace: 'const recorded = [...takenOn]',
    seedsMax: 1_000,
  },
  {
    name: 'forgotten-repair',
    part: 'run',
    about: 'the repairs of a killed run are let go without being taken on, as in the original',
    file: 'src/run/healing/recover-holds.ts',
    find: '  if (untagged.length === 0) return true\n',
    replace: '  if (untagged.length >= 0) return true\n',
    seedsMax: 5_000,
  },
  {
    name: 'orphans-are-forgotten',
    part: 'run',
    about: 'repairs without a tag and without a hold, which an admin has removed, are not taken on',
    file: 'src/run/healing/orphans.ts',
    find: '  if (candidates.length === 0) return { recorded: [], dismissed: [] }\n',
    replace: '  if (candidates.length >= 0) return { recorded: [], dismissed: [] }\n',
    seedsMax: 20_000,
  },
  {
    name: 'data-is-older-than-results',
    part: 'run',
    about: 'it is planned on data from before the results that were just read, as in the original',
    file: 'src/run/healing/round.ts',
    find: '  return yield* lookUntilAllIsTold(context, new Set(takenOn.map(({ change }) => change.instance)))\n',
    replace: '  return { ...input, snapshot: withChanges(input.snapshot, changes) }\n',
    seedsMax: 2_000,
  },
  {
    name: 'lost-answer-is-asked-again',
    part: 'run',
    about: 'a submission whose answer was lost is made again',
    file: 'src/run/healing/begin-chunk.ts',
    find: 'const submissions = yield* submitJobs(\n',
    replace: `const submissions = yield* (function* (jobs: Parameters<typeof submitJobs>[0]) {
    try {
      return yield* submitJobs(jobs)
    } catch (error) {
      if (error instanceof GanetiError) throw error
      yield* perform({ kind: 'connect' })
      return yield* submitJobs(jobs)
    }
  })(\n`,
    seedsMax: 20_000,
  },
  {
    name: 'drained-queue-is-used',
    part: 'run',
    about: 'a run that meets a drained queue goes on',
    file: 'src/run/healing/healing-run.ts',
    find: 'return isJsonArray(answer) && answer[0] === true',
    replace: 'return isJsonArray(answer) && answer[0] === undefined',
    seedsMax: 1_000,
  },
  {
    name: 'last-of-a-chunk-is-left-out',
    part: 'run',
    about: 'the last repair of each chunk is never put on record',
    file: 'src/run/healing/begin-chunk.ts',
    find: 'const changes = submitted.chunk.flatMap(',
    replace: 'const changes = submitted.chunk.slice(0, -1).flatMap(',
    seedsMax: 2_000,
  },
]
