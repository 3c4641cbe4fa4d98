import type { JsonObject } from '../../../src/cluster/json.ts'
import { optionalTextOf } from './input.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, nonEmptyText, type OpcodeField, optional, texts } from './opcode-field.ts'
import { resultWithJobs } from './submitted-jobs.ts'

/** What the three opcodes of a verification share, in the order of Ganeti's (src/Ganeti/OpCodes.hs:80-125). */
export const VERIFY_FIELDS = {
  simulateErrors: defaulted('debug_simulate_errors', flag, false),
  errorCodes: defaulted('error_codes', flag, false),
  skipChecks: defaulted('skip_checks', texts, []),
  ignoreErrors: defaulted('ignore_errors', texts, []),
  verbose: defaulted('verbose', flag, false),
  clutter: defaulted('verify_clutter', flag, false),
} as const satisfies Readonly<Record<string, OpcodeField>>

/**
 * OP_CLUSTER_VERIFY (Ganeti lib/cmdlib/cluster/verify.py:168-210): submits one job that looks at the configuration, and one
 * for each group, which waits for that.
 */
export const CLUSTER_VERIFY: Opcode = {
  opId: 'OP_CLUSTER_VERIFY',
  fields: [
    VERIFY_FIELDS.simulateErrors,
    VERIFY_FIELDS.errorCodes,
    VERIFY_FIELDS.skipChecks,
    VERIFY_FIELDS.ignoreErrors,
    VERIFY_FIELDS.verbose,
    optional('group_name', nonEmptyText),
    VERIFY_FIELDS.clutter,
  ],
  lockStages: [],
  *run(run) {
    yield 0
    const { debug_simulate_errors = false, error_codes = false, ignore_errors = [] } = run.input
    const { skip_checks = [], verbose = false, verify_clutter = false } = run.input
    const common = { debug_simulate_errors, error_codes, ignore_errors, verbose }
    const given = optionalTextOf(run.input, 'group_name')
    const groups = given === undefined ? [...run.state.groups.keys()] : [given]
    const jobs: JsonObject[][] =
      given === undefined ? [[{ OP_ID: 'OP_CLUSTER_VERIFY_CONFIG', ...common }]] : []
    for (const group of groups) {
      jobs.push([
        {
          OP_ID: 'OP_CLUSTER_VERIFY_GROUP',
          ...common,
          group_name: group,
          skip_checks,
          verify_clutter,
          // The job of the configuration is as far back as there are jobs before this one.
          depends: given === undefined ? [[-jobs.length, []]] : null,
        },
      ])
    }
    return resultWithJobs(run, jobs)
  },
}
