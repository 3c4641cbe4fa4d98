import * as v from 'valibot'
import { REPAIR_TYPES } from '../../src/cluster/repair-type.ts'
import { INSTANCE_STATES } from '../../src/planner/instance-state.ts'

/**
 * What `harep-sim plan --output json` prints; docs/harep-plan.schema.json is made of this. A key that is added leaves
 * harepPlanVersion as it is; one that goes, or gets another meaning, raises it. A key is never left out: what does not
 * exist is null. Where harep's own JSON has the same, it has the same name.
 */
const sinceStart = v.pipe(
  v.number(),
  v.description("Seconds since the plan's start; as all times, an estimate."),
)
const reason = v.strictObject({
  code: v.pipe(v.string(), v.description('Stable; the manual lists them.')),
  sentence: v.pipe(v.string(), v.description('For people; may change.')),
})
const nodes = v.strictObject({ primary: v.string(), secondary: v.nullable(v.string()) })
const place = v.strictObject({ status: v.string(), ...nodes.entries })
const names = v.array(v.string())

const step = v.strictObject({
  instance: v.string(),
  repair: v.pipe(v.nullable(v.picklist(REPAIR_TYPES)), v.description('The type of the repair.')),
  reason: v.pipe(v.nullable(reason), v.description('Why it was due; null with --classic.')),
  nodesTrouble: v.pipe(v.nullable(v.string()), v.description('What was wrong with its nodes.')),
  decidedBy: v.pipe(
    v.nullable(
      v.strictObject({
        level: v.picklist(['instance', 'group', 'cluster']),
        object: v.string(),
        tag: v.string(),
      }),
    ),
    v.description('The tag that allowed it.'),
  ),
  job: v.strictObject({
    opcodes: v.array(v.strictObject({ name: v.string(), nodes: names })),
    status: v.pipe(v.string(), v.description('At the end of the plan, in the words of Ganeti.')),
    startSeconds: v.pipe(v.nullable(v.number()), v.description('Since the run began.')),
    endSeconds: v.pipe(v.nullable(v.number()), v.description('Since the run began.')),
    failure: v.nullable(v.strictObject({ opcode: v.string(), message: v.string() })),
  }),
  nodesBefore: nodes,
  nodesAfter: nodes,
})

const run = v.strictObject({
  run: v.pipe(v.number(), v.description('From 1; runs that do and tell nothing new are left out.')),
  atSeconds: sinceStart,
  steps: v.array(step),
  waits: v.pipe(
    v.array(v.strictObject({ instance: v.string(), reason })),
    v.description('What waits for a time from now on.'),
  ),
  problems: v.array(v.strictObject({ instance: v.nullable(v.string()), problem: v.string() })),
  error: v.pipe(v.nullable(v.string()), v.description('What ended the run early.')),
})

const instance = v.strictObject({
  name: v.string(),
  diskTemplate: v.string(),
  start: place,
  end: place,
  isHealthy: v.boolean(),
  state: v.pipe(
    v.nullable(v.picklist(INSTANCE_STATES)),
    v.description("harep's last word; null with --classic, and for what it was not asked about."),
  ),
  reason: v.nullable(reason),
  wayOut: v.pipe(v.nullable(v.string()), v.description('What would change it, for people.')),
  interruptions: v.pipe(
    v.array(v.strictObject({ fromSeconds: sinceStart, untilSeconds: v.nullable(sinceStart) })),
    v.description('When it did not run and should have; until null: not over at the end.'),
  ),
  data: v.strictObject({
    outcome: v.picklist(['kept', 'lost', 'unreachable', 'missing', 'no-disks']),
    nodes: v.pipe(names, v.description('Where they are unreachable or missing.')),
    lostMiB: v.nullable(v.number()),
    why: v.nullable(v.string()),
  }),
})

/** The whole object. */
export const PLAN_SCHEMA = v.strictObject({
  harepPlanVersion: v.literal(1),
  cluster: v.strictObject({ name: v.string(), nodes: v.number(), instances: v.number() }),
  assumed: v.strictObject({ offline: names, drained: names, dead: names }),
  notes: v.pipe(names, v.description('What is not as on the real cluster, for people.')),
  runs: v.array(run),
  runCount: v.number(),
  isComplete: v.pipe(v.boolean(), v.description('False where the runs were too few.')),
  instances: v.pipe(v.array(instance), v.description('Those that are concerned.')),
  otherInstances: v.pipe(v.number(), v.description('How many more there are, healthy and left as they are.')),
})
