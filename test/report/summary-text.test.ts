import { describe, expect, test } from 'vitest'
import type { Decision } from '../../src/planner/decision.ts'
import { INSTANCE_STATES, type InstanceState } from '../../src/planner/instance-state.ts'
import type { Reason } from '../../src/planner/reason.ts'
import { INSTANCE_STATE_NAMES } from '../../src/report/state-names.ts'
import { summaryText } from '../../src/report/summary-text.ts'
import { REASON_SAMPLES } from '../builders/reasons.ts'

const HEAD = '---------------------\nInstance status count\n---------------------\n'

const decision = (instance: string, state: InstanceState, reason: Reason): Decision => ({
  instance,
  state,
  reason,
  action: { kind: 'none' },
})

describe('summaryText', () => {
  test('without an instance is the head of the counts alone', () => {
    expect(summaryText([])).toBe(HEAD)
  })

  test('has a line for every instance that is not simply healthy, in their order, then the counts', () => {
    const decisions = [
      decision('i9', 'needs-repair', REASON_SAMPLES['node-silent']),
      decision('i1', 'healthy', REASON_SAMPLES['nodes-fine']),
      decision('i2', 'suspended', REASON_SAMPLES.suspended),
      decision('i3', 'repair-disallowed', REASON_SAMPLES['not-allowed']),
      decision('i4', 'repair-disallowed', REASON_SAMPLES['not-enabled']),
      decision('i5', 'pending-repair', REASON_SAMPLES['repair-submitted']),
      decision('i6', 'repair-failed', REASON_SAMPLES['repair-failed']),
      decision('i7', 'healthy', REASON_SAMPLES['node-drained']),
      decision('i8', 'healthy', REASON_SAMPLES['admin-offline']),
    ]
    expect(summaryText(decisions)).toBe(
      `i9: Needs repair: node n1 does not answer and is not marked offline: if it is dead, mark it (gnt-node modify --offline=yes n1) [node-silent]
i2: Suspended: repairs are suspended until 99 (seconds since 1970), by the tag ganeti:watcher:autorepair:suspend:99 on group default [suspended]
i3: Repair disallowed: it needs failover, and the tag ganeti:watcher:autorepair:migrate on instance i1 allows only repairs up to migrate [not-allowed]
i4: Repair disallowed: it needs failover, and no tag on it, its group or the cluster allows repairs [not-enabled]
i5: Pending repair: failover is submitted as job 7+8 [repair-submitted]
i6: Failure: failover failed in job 7+8: see gnt-job info 7 8, mend it, then remove the tag TAG [repair-failed]
i7: Healthy: node n1 is drained, not dead: its instances go on; move them with gnt-node migrate or gnt-instance move [node-drained]
i8: Healthy: its admin marked it offline [admin-offline]
${HEAD}Failure: 1
Healthy: 3
Needs repair: 1
Pending repair: 1
Repair disallowed: 2
Suspended: 1
`,
    )
  })

  test.each(Object.values(REASON_SAMPLES))('ends a line with the code $code', reason => {
    for (const state of INSTANCE_STATES) {
      const [line] = summaryText([decision('i1', state, reason)]).split('\n')
      const shown = state !== 'healthy' || reason.code !== 'nodes-fine'
      expect(line?.startsWith(`i1: ${INSTANCE_STATE_NAMES[state]}: `)).toBe(shown)
      expect(line?.endsWith(` [${reason.code}]`)).toBe(shown)
    }
  })

  test('names and problems from outside stay on their line', () => {
    const hostile = 'i1\n\u001b[2J\u202ei2: Healthy\u0085'
    const decisions = [
      decision(hostile, 'needs-repair', { code: 'unreadable', problem: hostile }),
      decision('i3', 'needs-repair', { code: 'node-silent', node: hostile }),
    ]
    const escaped = 'i1\\x0a\\x1b[2J\\u202ei2: Healthy\\x85'
    expect(summaryText(decisions)).toBe(
      `${escaped}: Needs repair: ${escaped} [unreadable]
i3: Needs repair: node ${escaped} does not answer and is not marked offline: if it is dead, mark it (gnt-node modify --offline=yes ${escaped}) [node-silent]
${HEAD}Needs repair: 2
`,
    )
  })

  test('each of the six states has a name of its own', () => {
    expect(INSTANCE_STATES).toHaveLength(6)
    expect(new Set(INSTANCE_STATES.map(state => INSTANCE_STATE_NAMES[state])).size).toBe(6)
  })
})
