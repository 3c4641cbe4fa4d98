import * as v from 'valibot'
import { REPAIR_RESULTS } from '../cluster/repair-tag.ts'
import { REPAIR_TYPES } from '../cluster/repair-type.ts'
import { INSTANCE_STATES } from '../planner/instance-state.ts'

/**
 * What --output=json prints, one object for each command, and one for errors. docs/harep-output.schema.json is made of this. A key that is added
 * leaves the number in `schema` as it is; one that goes, or gets another meaning, makes a new number. A key is never left out:
 * what does not exist is null. Job ids are texts, since they may exceed what a double can hold; times are seconds since 1970.
 */
const jobs = v.pipe(v.array(v.string()), v.description('Job ids.'))
const repair = v.pipe(v.picklist(REPAIR_TYPES), v.description('The type of a repair.'))
const instance = v.pipe(v.string(), v.description('The full name of an instance.'))
const opcode = v.pipe(v.looseObject({ OP_ID: v.string() }), v.description('An opcode as it is submitted.'))

const decidedBy = v.pipe(
  v.nullable(
    v.strictObject({
      level: v.picklist(['instance', 'group', 'cluster']),
      object: v.pipe(v.string(), v.description('The name of that object; of the cluster the word cluster.')),
      tag: v.string(),
    }),
  ),
  v.description('The tag that allowed, refused or suspended; null where no permission was asked for.'),
)

const reason = v.strictObject({
  code: v.pipe(v.string(), v.description('Stable; the manual lists them.')),
  sentence: v.pipe(v.string(), v.description('For people; may change.')),
})

const nextRepair = v.pipe(
  v.nullable(v.strictObject({ repair, opcodes: v.array(opcode) })),
  v.description('The job that a run would submit next; null where there is none.'),
)

const state = v.pipe(v.picklist(INSTANCE_STATES), v.description('One of the six states.'))

const counts = v.pipe(
  v.strictObject({
    healthy: v.number(),
    suspended: v.number(),
    'needs-repair': v.number(),
    'repair-disallowed': v.number(),
    'pending-repair': v.number(),
    'repair-failed': v.number(),
  }),
  v.description('How many of the chosen instances are in each state.'),
)

const anError = v.strictObject({ code: v.string(), message: v.string() })

const error = v.pipe(
  v.nullable(anError),
  v.description('What ended it, with a code of docs/errors.md; null where nothing did.'),
)

const event = v.variant('event', [
  v.strictObject({
    event: v.literal('begun'),
    instance,
    repair,
    job: v.nullable(v.string()),
    opcodes: v.array(opcode),
    reason,
    decidedBy,
  }),
  v.strictObject({
    event: v.literal('ended'),
    instance,
    repair,
    jobs,
    outcome: v.picklist(['success', 'failure', 'refused', 'withdrawn']),
    why: v.nullable(v.string()),
  }),
  v.strictObject({ event: v.literal('forbidden'), instance, repair, upTo: repair, decidedBy }),
  v.strictObject({ event: v.literal('adopted'), instance, repair, job: v.string() }),
  v.strictObject({
    event: v.literal('cancelled'),
    instance,
    job: v.string(),
    because: v.picklist(['stale', 'untagged']),
    lostNode: v.nullable(v.string()),
  }),
  v.strictObject({ event: v.literal('hold-removed'), hold: v.string() }),
  v.strictObject({
    event: v.literal('suspension-removed'),
    level: v.picklist(['instance', 'group', 'cluster']),
    object: v.string(),
    tags: v.array(v.string()),
  }),
  v.strictObject({
    event: v.literal('tags-changed'),
    instance,
    added: v.array(v.string()),
    removed: v.array(v.string()),
  }),
  v.strictObject({ event: v.literal('problem'), instance: v.nullable(instance), problem: v.string() }),
  v.strictObject({ event: v.literal('warning'), warning: v.string() }),
  v.strictObject({ event: v.literal('queue-drained'), filter: v.nullable(v.string()) }),
  v.strictObject({ event: v.literal('waiting'), repairs: v.number() }),
])

export const RUN_OUTPUT = v.strictObject({
  schema: v.literal('harep-run/1'),
  outcome: v.pipe(
    v.picklist(['done', 'partial', 'failed', 'locked', 'not-master']),
    v.description(
      'partial: there were problems with single instances; failed: see error; locked: another run is at work; the last two did nothing.',
    ),
  ),
  exitCode: v.number(),
  dryRun: v.pipe(v.boolean(), v.description('Whether events tell what would be done.')),
  events: v.pipe(v.array(event), v.description('What happened, in order.')),
  instances: v.pipe(
    v.array(v.strictObject({ name: instance, state, reason, decidedBy })),
    v.description('At the end, all of which there is more to say than that they are healthy.'),
  ),
  counts: v.nullable(counts),
  error,
})

const statusInstance = v.strictObject({
  name: instance,
  state,
  reason,
  decidedBy,
  next: nextRepair,
  primary: v.nullable(v.string()),
  secondary: v.nullable(v.string()),
  group: v.nullable(v.string()),
  status: v.nullable(v.string()),
  adminState: v.nullable(v.string()),
  diskTemplate: v.nullable(v.string()),
})

const holds = v.pipe(
  v.array(
    v.strictObject({
      hold: v.string(),
      sinceSeconds: v.nullable(v.number()),
      jobs,
    }),
  ),
  v.description(
    'The holds that stand, of a run that is at work or was interrupted, with the jobs that they keep from starting.',
  ),
)

export const STATUS_OUTPUT = v.strictObject({
  schema: v.literal('harep-status/1'),
  instances: v.array(statusInstance),
  counts: v.pipe(counts),
  holds,
})

export const EXPLAIN_OUTPUT = v.strictObject({
  schema: v.literal('harep-explain/1'),
  ...statusInstance.entries,
  wayOut: v.pipe(v.nullable(v.string()), v.description('What would change its state, where that is known.')),
  policy: v.pipe(
    v.array(
      v.strictObject({
        level: v.picklist(['instance', 'group', 'cluster']),
        object: v.string(),
        tag: v.string(),
        meaning: v.string(),
        decides: v.boolean(),
      }),
    ),
    v.description('All tags that say something about repairs, the nearest object first.'),
  ),
  nodes: v.array(
    v.strictObject({
      name: v.string(),
      role: v.picklist(['primary', 'secondary']),
      state: v.picklist(['online', 'offline', 'drained', 'silent', 'not-vm-capable']),
    }),
  ),
  repairs: v.pipe(
    v.array(
      v.strictObject({
        tag: v.string(),
        repair: v.nullable(repair),
        result: v.nullable(v.picklist(REPAIR_RESULTS)),
        timeSeconds: v.nullable(v.number()),
        jobs,
        isReadable: v.boolean(),
      }),
    ),
    v.description('The tags in which repairs are on record, the oldest first; result null: not ended.'),
  ),
  holds,
})

export const CLEAR_OUTPUT = v.strictObject({
  schema: v.literal('harep-clear/1'),
  dryRun: v.boolean(),
  exitCode: v.number(),
  instances: v.array(
    v.strictObject({
      name: instance,
      job: v.nullable(v.string()),
      removed: v.array(v.string()),
      kept: v.pipe(v.array(v.string()), v.description('Tags of repairs that are still under way.')),
      warning: v.pipe(v.nullable(v.string()), v.description('What is now for an admin to look after.')),
      problem: v.nullable(v.string()),
    }),
  ),
})

/** In place of the output of status, explain or clear; a run tells its error in its own. */
export const ERROR_OUTPUT = v.strictObject({
  schema: v.literal('harep-error/1'),
  exitCode: v.number(),
  error: v.pipe(anError, v.description('What ended it, with a code of docs/errors.md.')),
})

export type RunOutput = v.InferOutput<typeof RUN_OUTPUT>
export type EventOutput = v.InferOutput<typeof event>
export type StatusOutput = v.InferOutput<typeof STATUS_OUTPUT>
export type StatusInstanceOutput = v.InferOutput<typeof statusInstance>
export type ExplainOutput = v.InferOutput<typeof EXPLAIN_OUTPUT>
export type ClearOutput = v.InferOutput<typeof CLEAR_OUTPUT>
export type ErrorOutput = v.InferOutput<typeof ERROR_OUTPUT>
export type HoldOutput = v.InferOutput<typeof holds>[number]
export type ReasonOutput = v.InferOutput<typeof reason>
