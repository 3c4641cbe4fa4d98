import * as v from 'valibot'
import { REASON_CODES } from '../../src/planner/reason.ts'
import { CLUSTER_FILE_SCHEMA } from '../cluster-file/cluster-file-schema.ts'
import { FAULTS } from '../faults/all.ts'
import { seconds } from '../faults/entries.ts'
import type { Fault } from '../faults/fault.ts'
import { PERMISSIONS_SCHEMA } from './permissions.ts'
import { described, objectName, time } from './words.ts'

/*
 * What a scenario file may contain. As in a cluster file objects are strict and everything is bounded. What can happen comes from
 * the list of faults: a new one is in the schema, in the editor's completions and in the messages by being in the list.
 */

const HAPPENINGS_MAX = 10_000
const EXPECTED_MAX = 10_000

const count = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(0, 'must not be negative'),
  v.maxValue(100_000, 'must be at most 100000'),
)

const every = v.pipe(
  time,
  v.check(
    value => Number.isInteger(value) && value >= 1 && value <= 86_400,
    'must be whole seconds, from 1 to 1d',
  ),
)

const harep = v.strictObject({
  everySeconds: v.exactOptional(described(every, 'How often cron starts harep; 5m when absent.')),
  classic: v.exactOptional(described(v.boolean(), 'Whether with --classic; false when absent.')),
  settleSeconds: v.exactOptional(described(time, 'As --settle-time; 0 when absent, unlike there.')),
  maxOffline: v.exactOptional(described(count, 'As --max-offline.')),
  maxStopSeconds: v.exactOptional(described(time, 'As --max-stop.')),
  jobDelaySeconds: v.exactOptional(described(time, 'As --job-delay.')),
  waitSeconds: v.exactOptional(described(time, 'As --wait.')),
})

/** What a fault has as seconds may be written with units, too. */
function withUnits(entry: v.GenericSchema): v.GenericSchema {
  if (entry === seconds) return time
  return 'wrapped' in entry && entry.wrapped === seconds ? v.exactOptional(time) : entry
}

/** One fault as an entry of a timeline. */
function happening({ name, about, entries }: Pick<Fault, 'name' | 'about' | 'entries'>) {
  const own = Object.entries(entries).map(([key, entry]) => [key, withUnits(entry)] as const)
  return v.pipe(
    v.strictObject({
      at: described(time, 'When, since the beginning: seconds, or a time such as 5m or 1h30m.'),
      do: described(v.literal(name), about),
      ...Object.fromEntries(own),
    }),
    v.description(about),
  )
}

/** The names of a fault and the schema of its entry, in the order of the list. */
// The entries of each are its own schemas; what they are together does not matter here.
const happenings = (FAULTS as readonly Pick<Fault, 'name' | 'about' | 'entries'>[]).map(happening)

const expectedInstance = v.strictObject({
  runs: v.exactOptional(described(v.boolean(), 'Whether it runs in the end.')),
  primary: v.exactOptional(described(objectName, 'Its primary node in the end.')),
  secondary: v.exactOptional(described(objectName, 'Its secondary node in the end.')),
  data: v.exactOptional(
    described(
      v.picklist(['kept', 'anew']),
      'kept: the data it had at the beginning; anew: its disks were made again.',
    ),
  ),
  reason: v.exactOptional(described(v.picklist(REASON_CODES), 'Why the last run left it alone.')),
})

const expectation = v.strictObject({
  instances: v.exactOptional(
    described(
      v.pipe(v.record(objectName, expectedInstance), v.maxEntries(EXPECTED_MAX)),
      'What is to be the case for an instance, by its name.',
    ),
  ),
  repairs: v.exactOptional(
    described(
      v.pipe(v.array(v.string()), v.maxLength(EXPECTED_MAX)),
      'All repairs, in the order of their submission, each such as failover web1. Those of --classic bear no mark, and do not count.',
    ),
  ),
})

/** The whole file. `cluster` may also be the name of a cluster file, which is put in its place before this is asked. */
export const SCENARIO_SCHEMA = v.strictObject({
  description: described(
    v.pipe(
      v.string(),
      v.minLength(1, 'must say something'),
      v.maxLength(1_000, 'must be at most 1000 characters'),
    ),
    'What the scenario teaches, in a sentence.',
  ),
  seed: v.exactOptional(
    described(
      v.pipe(
        v.number(),
        v.integer('must be a whole number'),
        v.minValue(0, 'must not be negative'),
        v.maxValue(Number.MAX_SAFE_INTEGER, `must be at most ${Number.MAX_SAFE_INTEGER}`),
      ),
      'Of all that is left to chance; 1 when absent.',
    ),
  ),
  cluster: CLUSTER_FILE_SCHEMA,
  harep: v.exactOptional(described(harep, 'How harep is started.')),
  permissions: v.exactOptional(described(PERMISSIONS_SCHEMA, 'Tags of auto-repair, in short.')),
  timeline: v.pipe(
    v.array(v.variant('do', happenings)),
    v.maxLength(HAPPENINGS_MAX, `must be at most ${HAPPENINGS_MAX} entries`),
    v.description('What happens, in the order of time.'),
  ),
  lastsSeconds: v.exactOptional(
    described(
      time,
      'How long the timeline goes on at least, and with it the faults that last; until its last entry when absent.',
    ),
  ),
  expect: v.exactOptional(described(expectation, 'What is to be the case when nothing moves any more.')),
})
